package io.lapidary.provisioning.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.osgi.framework.Constants;
import org.osgi.framework.Version;

import io.lapidary.api.Digest;

/**
 * A jar that may be deployed: an OSGi bundle that exports nothing.
 *
 * @param file the jar
 * @param name its Bundle-SymbolicName
 * @param version its Bundle-Version
 * @param digest of the jar's bytes
 */
record BundleJar(Path file, String name, Version version, Digest digest) {
    private static final int PACKAGES_SHOWN = 4;

    /** The files of a signature, as the jar file specification has them. */
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    /**
     * Reads and checks a jar, every byte of it.
     *
     * @param signers SHA-256 fingerprints of certificates, one of which must have signed every entry; empty for any jar
     * @throws DeployException that says why it is refused
     */
    static BundleJar read(Path file, Set<String> signers) throws DeployException {
        try (var jar = new JarFile(file.toFile(), true)) {
            Manifest manifest = Optional.ofNullable(jar.getManifest())
                    .orElseThrow(() -> new DeployException(
                            "it has no manifest; a bundle is made by bnd, as in" + " samples/technique-bundle."));
            Attributes headers = manifest.getMainAttributes();
            String name = header(headers, Constants.BUNDLE_SYMBOLICNAME)
                    .map(text -> text.split(";")[0].strip())
                    .orElseThrow(() -> new DeployException(
                            "it is no OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME
                                    + "; a bundle is made by bnd, as in samples/technique-bundle."));
            requireNothingShared(headers);
            readAll(jar, signers);
            return new BundleJar(file, name, version(headers), Digest.of(file));
        } catch (SecurityException e) {
            throw new DeployException("its signature does not hold (" + e.getMessage() + "); sign and copy it anew.");
        } catch (IOException e) {
            throw new DeployException("it is no jar that can be read (" + e.getMessage()
                    + "); copy it anew, aside and then by a rename.");
        }
    }

    private static Optional<String> header(Attributes headers, String name) {
        return Optional.ofNullable(headers.getValue(name)).filter(value -> !value.isBlank());
    }

    private static Version version(Attributes headers) throws DeployException {
        String text = header(headers, Constants.BUNDLE_VERSION).orElse("0.0.0");
        try {
            return Version.parseVersion(text.strip());
        } catch (IllegalArgumentException e) {
            throw new DeployException(
                    "its " + Constants.BUNDLE_VERSION + " '" + text + "' is no version; give it as in 1.2.0.");
        }
    }

    /** A bundle that others are wired to cannot go while they are there. */
    private static void requireNothingShared(Attributes headers) throws DeployException {
        Optional<String> exports = header(headers, Constants.EXPORT_PACKAGE);
        if (exports.isPresent()) {
            throw new DeployException(
                    "it exports packages (" + packages(exports.get())
                            + "), and a bundle that others may be wired to cannot be replaced while the node runs; make them"
                            + " private (in bnd: -exportcontents or no @Export), or put the jar into system/20 and start the node anew.");
        }
        if (header(headers, Constants.FRAGMENT_HOST).isPresent()) {
            throw new DeployException("it is a fragment, which changes another bundle; put the jar into system/20 and"
                    + " start the node anew.");
        }
    }

    /** The names alone, and of many the first: with versions and uses a header fills a page. */
    private static String packages(String exports) {
        List<String> names = Arrays.stream(exports.replaceAll("\"[^\"]*\"", "").split("[,;]"))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.contains("="))
                .toList();
        String shown = names.stream().limit(PACKAGES_SHOWN).collect(Collectors.joining(", "));
        return names.size() > PACKAGES_SHOWN ? shown + " and " + (names.size() - PACKAGES_SHOWN) + " more" : shown;
    }

    /** To the last byte, so that what is cut off or changed is known before any of it runs. */
    private static void readAll(JarFile jar, Set<String> signers) throws IOException, DeployException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            try (InputStream in = jar.getInputStream(entry)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            if (isSignable(entry) && !signers.isEmpty() && Collections.disjoint(fingerprints(entry), signers)) {
                throw new DeployException("its entry " + entry.getName()
                        + " is not signed by any of the certificates that 'signers' of io.lapidary.deploy names.");
            }
        }
    }

    /** All but the signature itself: what else is below META-INF/ may be a bundle's code. */
    private static boolean isSignable(JarEntry entry) {
        return !entry.isDirectory() && !SIGNATURE.matcher(entry.getName()).matches();
    }

    private static Set<String> fingerprints(JarEntry entry) {
        var prints = new HashSet<String>();
        var signers = entry.getCodeSigners();
        if (signers != null) {
            for (var signer : signers) {
                var certificate = signer.getSignerCertPath().getCertificates().get(0);
                try {
                    prints.add(Digest.of(certificate.getEncoded()).hex());
                } catch (java.security.cert.CertificateEncodingException e) {
                    throw new SecurityException(e.getMessage(), e);
                }
            }
        }
        return prints;
    }

    /** As in {@code my-technique 1.2.0}. */
    String title() {
        return name + " " + version;
    }

    boolean isNamedAs(BundleJar other) {
        return name.equals(other.name) && version.equals(other.version);
    }
}
