package io.lapidary.provisioning.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import io.lapidary.provisioning.internal.TestFramework;
import io.lapidary.provisioning.internal.folder.Refusals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

@Timeout(180)
class DeployFolderTest {
    @TempDir
    Path temp;

    private final TestFramework framework = new TestFramework();
    private DeploySettings settings = DeploySettings.DEFAULT;
    private Path folder;
    private DeployFolder deploy;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(temp.resolve("deploy"));
        deploy = DeployFolder.open(folder, framework.context(), () -> settings, new Refusals(framework.context()));
    }

    @AfterEach
    void close() {
        framework.close();
    }

    @Test
    void aJarComesAndGoes() throws Exception {
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        scanUntil(() -> framework.active().equals(java.util.List.of("shine 1.0.0")));
        Files.delete(folder.resolve("a.jar"));
        scanUntil(() -> framework.active().isEmpty());
        assertThat(framework.refusals()).isEmpty();
    }

    @Test
    void aJarThatOffersNothingIsNotToldAsLive() throws Exception {
        var log = (Logger) LoggerFactory.getLogger(DeployFolder.class);
        var told = new ListAppender<ILoggingEvent>();
        told.start();
        log.addAppender(told);
        log.setLevel(Level.INFO);
        try {
            put("a.jar", bundle("shine", "1.0.0", Map.of()));
            scanUntil(() -> !told.list.isEmpty());
        } finally {
            log.setLevel(null);
            log.detachAppender(told);
        }
        assertThat(told.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("deploy/a.jar is started and offers nothing", "@Component");
        });
    }

    @Test
    void anotherVersionTakesTheOthersPlaceUpAndDown() throws Exception {
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        scanUntil(() -> framework.active().contains("shine 1.0.0"));
        put("a.jar", bundle("shine", "1.1.0", Map.of()));
        scanUntil(() -> framework.active().equals(java.util.List.of("shine 1.1.0")));
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        scanUntil(() -> framework.active().equals(java.util.List.of("shine 1.0.0")));
    }

    @Test
    void twoVersionsLiveSideBySide() throws Exception {
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        put("b.jar", bundle("shine", "2.0.0", Map.of()));
        scanUntil(() -> framework.active().equals(java.util.List.of("shine 1.0.0", "shine 2.0.0")));
    }

    @Test
    void sameVersionWithOtherBytesIsRefusedAndTheFirstStays() throws Exception {
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        scanUntil(() -> framework.active().contains("shine 1.0.0"));
        put("a.jar", bundle("shine", "1.0.0", Map.of("X-Other", "bytes")));
        assertRefused("a.jar", "deployed already as deploy/a.jar with other bytes", "stays");
        put("b.jar", bundle("shine", "1.0.0", Map.of("X-Other", "more")));
        assertRefused("b.jar", "deployed already as deploy/a.jar with other bytes");
        assertThat(framework.active()).containsExactly("shine 1.0.0");

        Files.delete(folder.resolve("a.jar"));
        scanUntil(() -> framework.active().contains("shine 1.0.0")
                && framework.refusals().isEmpty());
    }

    @Test
    void theSameBytesAgainChangeNothing() throws Exception {
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        scanUntil(() -> framework.active().contains("shine 1.0.0"));
        long id = Arrays.stream(framework.context().getBundles())
                .mapToLong(b -> b.getBundleId())
                .max()
                .orElseThrow();
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        deploy.scan();
        deploy.scan();

        assertThat(framework.context().getBundle(id).getState()).isEqualTo(org.osgi.framework.Bundle.ACTIVE);
        assertThat(framework.context().getBundles()).hasSize(2);
    }

    @Test
    void whatIsNoPluginIsRefusedWithTheReasonWhileTheRestServes() throws Exception {
        put("good.jar", bundle("good", "1.0.0", Map.of()));
        put("exports.jar", bundle("exports", "1.0.0", Map.of("Export-Package", "org.shared;version=1.0")));
        put(
                "many.jar",
                bundle(
                        "many",
                        "1.0.0",
                        Map.of("Export-Package", "a.b;c.d;version=\"1.0\";uses:=\"x.y,x.z\",e,f;version=1,g,h")));
        put("fragment.jar", bundle("fragment", "1.0.0", Map.of("Fragment-Host", "good")));
        put("imports.jar", bundle("imports", "1.0.0", Map.of("Import-Package", "org.nowhere.at.all")));
        put("starts.jar", bundle("starts", "1.0.0", Map.of("Bundle-Activator", "no.such.Activator")));
        put("version.jar", bundle("version", "one", Map.of()));
        put("plain.jar", jar(Map.of()));
        put("text.jar", Files.writeString(temp.resolve("text"), "this is no jar"));
        Path whole = bundle("half", "1.0.0", Map.of());
        byte[] bytes = Files.readAllBytes(whole);
        put("half.jar", Files.write(temp.resolve("half"), Arrays.copyOf(bytes, bytes.length / 2)));

        assertRefused("exports.jar", "exports packages (org.shared),");
        assertRefused("many.jar", "exports packages (a.b, c.d, e, f and 2 more),");
        assertRefused("fragment.jar", "is a fragment");
        assertRefused("imports.jar", "no bundle here offers what it imports, org.nowhere.at.all");
        assertRefused("starts.jar", "does not start", "no.such.Activator");
        assertRefused("version.jar", "'one' is no version");
        assertRefused("plain.jar", "no OSGi bundle");
        assertRefused("text.jar", "no jar that can be read");
        assertRefused("half.jar", "no jar that can be read");
        scanUntil(() -> framework.active().equals(java.util.List.of("good 1.0.0")));
        assertThat(framework.context().getBundles()).hasSize(2);
    }

    @Test
    void unsignedBundlesCanBeRefused() throws Exception {
        settings = new DeploySettings(Set.of("ab".repeat(32)), Duration.ofSeconds(30));
        put("a.jar", bundle("shine", "1.0.0", Map.of()));
        assertRefused("a.jar", "is not signed");

        settings = DeploySettings.DEFAULT;
        deploy.reconsider();
        scanUntil(() -> framework.active().contains("shine 1.0.0")
                && framework.refusals().isEmpty());
    }

    private void assertRefused(String file, String... reason) {
        scanUntil(() -> framework.refusals().stream().anyMatch(r -> r.subject().equals("deploy/" + file)));
        assertThat(framework.refusals())
                .filteredOn(r -> r.subject().equals("deploy/" + file))
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains(reason));
    }

    /** As the timer does, until it is so; the test's time limit ends it. */
    private void scanUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            deploy.scan();
            if (Thread.interrupted()) {
                throw new AssertionError("it did not become so within the test's time limit");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void put(String name, Path jar) throws IOException {
        Files.move(jar, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path bundle(String name, String version, Map<String, String> more) throws IOException {
        var headers = new java.util.TreeMap<>(more);
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", version);
        return jar(headers);
    }

    private Path jar(Map<String, String> headers) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        Path file = Files.createTempFile(temp, "bundle", ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(file))) {
            var first = new JarEntry("META-INF/MANIFEST.MF");
            first.setTime(0);
            out.putNextEntry(first);
            manifest.write(out);
            var content = new JarEntry("content");
            content.setTime(0);
            out.putNextEntry(content);
            for (int i = 0; i < 2000; i++) {
                out.write(i * i);
            }
        }
        return file;
    }
}
