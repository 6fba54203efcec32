package io.lapidary.provisioning.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;

import jdk.security.jarsigner.JarSigner;

/** Jars that must be signed by a known certificate. */
class SignedJarTest {
    private static final String PASSWORD = "only-for-tests";

    @TempDir
    static Path keys;

    private static PrivateKeyEntry known;
    private static PrivateKeyEntry stranger;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        known = key("known");
        stranger = key("stranger");
    }

    private static PrivateKeyEntry key(String name) throws Exception {
        Path store = keys.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-keyalg",
                        "EC",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        var entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return (PrivateKeyEntry) entries.getEntry(name, new PasswordProtection(PASSWORD.toCharArray()));
    }

    private static Set<String> print(PrivateKeyEntry key) throws Exception {
        return Set.of(Digest.of(key.getCertificate().getEncoded()).hex());
    }

    private Path plain() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "shine");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        Path file = folder.resolve("plain.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String name : new String[] {"content", "META-INF/services/some.Service"}) {
                out.putNextEntry(new JarEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private Path signed(PrivateKeyEntry key) throws IOException {
        Path file = folder.resolve("signed.jar");
        try (var jar = new ZipFile(plain().toFile());
                var out = Files.newOutputStream(file)) {
            new JarSigner.Builder(key).build().sign(jar, out);
        }
        return file;
    }

    private static void write(Path jar, String entry, String text) throws IOException {
        try (var content = FileSystems.newFileSystem(jar)) {
            Files.writeString(content.getPath(entry), text);
        }
    }

    @Test
    void oneThatIsSignedByAKnownCertificateIsTaken() throws Exception {
        BundleJar jar = BundleJar.read(signed(known), print(known));
        assertThat(jar.title()).isEqualTo("shine 1.0.0");
        try (var file = new JarFile(jar.file().toFile())) {
            assertThat(file.stream().map(JarEntry::getName)).anyMatch(name -> name.endsWith(".SF"));
        }
        assertThat(BundleJar.read(jar.file(), Set.of()).title())
                .as("where nothing need be signed")
                .isEqualTo("shine 1.0.0");
    }

    @Test
    void oneThatIsSignedByAnotherOrNotAtAllIsRefused() throws Exception {
        Path other = signed(stranger);
        assertThatThrownBy(() -> BundleJar.read(other, print(known)))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("is not signed by any of the certificates");
        Path plain = plain();
        assertThatThrownBy(() -> BundleJar.read(plain, print(known)))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("is not signed by any of the certificates");
    }

    @Test
    void oneThatWasChangedAfterwardsIsRefused() throws Exception {
        Path jar = signed(known);
        write(jar, "content", "other content");
        assertThatThrownBy(() -> BundleJar.read(jar, print(known)))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("its signature does not hold");
    }

    @Test
    void whatWasAddedAfterwardsIsNotSigned() throws Exception {
        for (String added : new String[] {"more", "META-INF/more.jar"}) {
            Path jar = signed(known);
            write(jar, added, "was not there when it was signed");
            assertThatThrownBy(() -> BundleJar.read(jar, print(known)))
                    .as(added)
                    .isInstanceOf(DeployException.class)
                    .hasMessageContaining(added + " is not signed");
        }
    }
}
