package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceRegistration;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadinessTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        TestBundles.plain(folder.resolve("system/01/any.jar"), "any", Map.of());
        platform = Platform.create(
                Map.of(
                        "org.osgi.framework.storage",
                        folder.resolve("cache").toString(),
                        Readiness.REQUIRED,
                        "java.lang.Runnable, java.lang.AutoCloseable"),
                StartList.of(folder.resolve("system")));
    }

    @AfterEach
    void stop() throws Exception {
        platform.stop(LONG);
    }

    @Test
    void namesTheServicesThatAreMissing() throws Exception {
        register(Runnable.class, () -> {}, Map.of());

        assertThat(new Readiness(platform.context()).await(SHORT))
                .containsExactly("no service java.lang.AutoCloseable");
    }

    @Test
    void waitsForAServiceThatComesLater() throws Exception {
        register(Runnable.class, () -> {}, Map.of());
        CompletableFuture<List<String>> missing = waitAside();

        register(AutoCloseable.class, () -> {}, Map.of());

        assertThat(missing).succeedsWithin(LONG).isEqualTo(List.of());
    }

    @Test
    void waitsForAServiceThatSaysThatItIsNotReady() throws Exception {
        register(Runnable.class, () -> {}, Map.of());
        ServiceRegistration<AutoCloseable> joining =
                register(AutoCloseable.class, () -> {}, Map.of("lapidary.ready", false));
        assertThat(new Readiness(platform.context()).await(SHORT))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("is not ready");
        CompletableFuture<List<String>> missing = waitAside();

        joining.setProperties(properties(Map.of("lapidary.ready", true)));

        assertThat(missing).succeedsWithin(LONG).isEqualTo(List.of());
    }

    @Test
    void doesNotWaitForWhatSaysThatItIsOfNoUse() {
        register(Object.class, new Object(), Map.of(Readiness.HOPELESS, "The cluster has no share groups."));

        assertThatThrownBy(() -> new Readiness(platform.context()).await(LONG))
                .isInstanceOf(NodeException.class)
                .hasMessage("The cluster has no share groups.");
    }

    @Test
    void waitsOnForWhatMendsItself() throws Exception {
        register(Runnable.class, () -> {}, Map.of());
        ServiceRegistration<Object> said =
                register(Object.class, new Object(), Map.of(Readiness.HOPELESS, "A topic is missing."));
        CompletableFuture<List<String>> missing = waitAside();

        said.unregister();
        register(AutoCloseable.class, () -> {}, Map.of());

        assertThat(missing).succeedsWithin(LONG).isEqualTo(List.of());
    }

    private CompletableFuture<List<String>> waitAside() {
        Readiness readiness = new Readiness(platform.context());
        return CompletableFuture.supplyAsync(() -> {
            try {
                return readiness.await(LONG);
            } catch (NodeException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private <S> ServiceRegistration<S> register(Class<S> type, S service, Map<String, Object> properties) {
        return platform.context().registerService(type, service, properties(properties));
    }

    private static Dictionary<String, Object> properties(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }
}
