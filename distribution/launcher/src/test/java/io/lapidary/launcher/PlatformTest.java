package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.launcher.bundle.Failing;
import io.lapidary.launcher.bundle.Lingering;
import io.lapidary.launcher.bundle.Recording;

/** Boots the framework from small folders of bundles. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlatformTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeEach
    @AfterEach
    void forget() {
        System.clearProperty("test.order");
        System.clearProperty("lapidary.bootstrap.servers");
    }

    @Test
    void startsBundlesLevelByLevelAndTellsThemTheBrokerInBetween() throws Exception {
        bundle("20/late.jar", "late", Recording.class);
        bundle("05/library.jar", "library", Recording.class);
        bundle("01/first.jar", "first", Recording.class);
        TestBundles.plain(folder.resolve("system/05/part.jar"), "part", Map.of("Fragment-Host", "library"));

        Platform platform = create();
        platform.raiseTo(9);
        assertThat(System.getProperty("test.order")).isEqualTo("first library ");
        PlatformSettings.publishBootstrapServers("kafka:9092");
        platform.raiseTo(Node.FINAL_LEVEL);

        assertThat(System.getProperty("test.order")).isEqualTo("first library late ");
        assertThat(System.getProperty("test.servers.library")).isEqualTo("null");
        assertThat(System.getProperty("test.servers.late")).isEqualTo("kafka:9092");
        assertThat(platform.bundleCount()).isEqualTo(4);
        assertThat(platform.stop(LONG)).isTrue();
        assertThat(platform.onStop()).succeedsWithin(LONG);
    }

    @Test
    void namesEachBundleThatDoesNotStart() throws Exception {
        bundle("20/failing.jar", "failing", Failing.class);
        bundle("20/fine.jar", "fine", Recording.class);
        TestBundles.plain(
                folder.resolve("system/20/lonely.jar"), "lonely", Map.of("Import-Package", "org.example.missing"));

        Platform platform = create();
        assertThatThrownBy(() -> platform.raiseTo(Node.FINAL_LEVEL))
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith("Not every bundle started: failing (")
                .hasMessageContaining("no luck")
                .hasMessageContaining("lonely (")
                .hasMessageContaining("org.example.missing")
                .hasMessageNotContaining("fine (");
        platform.stop(LONG);
    }

    @Test
    void namesAJarThatIsNoBundle() throws Exception {
        TestBundles.plain(folder.resolve("system/20/odd.jar"), "odd", Map.of("Bundle-Version", "not a version"));

        assertThatThrownBy(this::create)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("odd.jar cannot be installed");
    }

    @Test
    void doesNotWaitForEverForABundleThatDoesNotStop() throws Exception {
        bundle("20/lingering.jar", "lingering", Lingering.class);
        Platform platform = create();
        platform.raiseTo(Node.FINAL_LEVEL);

        assertThat(platform.stop(Duration.ofMillis(300))).isFalse();
    }

    private void bundle(String jar, String name, Class<? extends org.osgi.framework.BundleActivator> activator)
            throws Exception {
        TestBundles.active(folder.resolve("system").resolve(jar), name, activator);
    }

    private Platform create() throws NodeException {
        return Platform.create(
                Map.of(
                        "org.osgi.framework.storage", folder.resolve("cache").toString(),
                        "org.osgi.framework.startlevel.beginning", "1",
                        "felix.log.level", "0"),
                StartList.of(folder.resolve("system")));
    }
}
