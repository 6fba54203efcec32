package io.lapidary.provisioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;

import io.lapidary.api.node.Refusal;

/** An OSGi framework without any bundle. */
public final class TestFramework implements AutoCloseable {
    private final Framework framework;
    private final Path storage;

    public TestFramework() {
        try {
            storage = Files.createTempDirectory("provisioning");
            framework = new FrameworkFactory()
                    .newFramework(Map.of(
                            "org.osgi.framework.storage",
                            storage.toString(),
                            "org.osgi.framework.storage.clean",
                            "onFirstInit"));
            framework.start();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** What is refused now. */
    public List<Refusal> refusals() {
        try {
            return context().getServiceReferences(Refusal.class, null).stream()
                    .map(context()::getService)
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names and versions of the bundles that are active. */
    public List<String> active() {
        return Stream.of(context().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == org.osgi.framework.Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(0);
            remove(storage);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
