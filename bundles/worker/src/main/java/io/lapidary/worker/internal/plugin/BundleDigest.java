package io.lapidary.worker.internal.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import io.lapidary.api.Digest;

/**
 * Digests of bundles by their content (paths and bytes of all entries), so that the same bundle has the same digest on every
 * node, however it was installed.
 */
final class BundleDigest {
    private record Revision(long bundle, long modified) {}

    private final Map<Revision, Digest> known = new ConcurrentHashMap<>();

    /** The digest of a bundle's content. */
    Digest of(Bundle bundle) {
        return known.computeIfAbsent(
                new Revision(bundle.getBundleId(), bundle.getLastModified()), revision -> read(bundle));
    }

    /** The digest of a bundle's content and of all bundles that its packages come from, and theirs. */
    Digest ofWiring(Bundle bundle) {
        var reached = new TreeMap<Long, Bundle>();
        collect(bundle, reached);
        var digests = new TreeSet<String>();
        reached.values().forEach(b -> digests.add(of(b).hex()));
        return Digest.of(of(bundle).hex() + ":" + String.join(",", digests));
    }

    private static void collect(Bundle bundle, Map<Long, Bundle> reached) {
        // The framework itself is the platform's, not the plugin's.
        if (bundle.getBundleId() == 0 || reached.putIfAbsent(bundle.getBundleId(), bundle) != null) {
            return;
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
                collect(wire.getProviderWiring().getBundle(), reached);
            }
        }
    }

    private static Digest read(Bundle bundle) {
        var entries = new TreeMap<String, URL>();
        var urls = bundle.findEntries("/", "*", true);
        for (URL url : urls == null ? Collections.<URL>emptyList() : Collections.list(urls)) {
            if (!url.getPath().endsWith("/")) {
                entries.put(url.getPath(), url);
            }
        }
        MessageDigest sha = Digest.sha256();
        entries.forEach((path, url) -> {
            sha.update(path.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            try (InputStream in = url.openStream()) {
                sha.update(Digest.of(in.readAllBytes()).hex().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path + " of bundle " + bundle.getSymbolicName(), e);
            }
        });
        return Digest.of(sha);
    }
}
