package io.lapidary.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.osgi.framework.BundleActivator;

/** Makes the jars of small bundles. */
final class TestBundles {

    private TestBundles() {}

    /** A bundle without code, with more headers than its name. */
    static Path plain(Path jar, String name, Map<String, String> headers) throws IOException {
        return write(jar, manifest(name, headers));
    }

    /** A bundle that consists of its activator. */
    static Path active(Path jar, String name, Class<? extends BundleActivator> activator) throws IOException {
        return write(
                jar,
                manifest(name, Map.of("Bundle-Activator", activator.getName(), "Import-Package", "org.osgi.framework")),
                activator);
    }

    private static Manifest manifest(String name, Map<String, String> headers) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.putValue("Manifest-Version", "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        headers.forEach(attributes::putValue);
        return manifest;
    }

    private static Path write(Path jar, Manifest manifest, Class<?>... classes) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
                    code.transferTo(out);
                }
            }
        }
        return jar;
    }
}
