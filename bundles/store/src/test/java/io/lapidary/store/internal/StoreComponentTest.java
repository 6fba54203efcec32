package io.lapidary.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import io.lapidary.api.store.ArtifactStore;

class StoreComponentTest {
    @TempDir
    Path folder;

    /** What was registered, and "-" for each that was withdrawn. */
    private final BlockingQueue<String> services = new LinkedBlockingQueue<>();

    @Test
    void theFolderComesFromTheSettingElseFromTheNodesDataFolder() throws Exception {
        assertThat(StoreComponent.root("/somewhere", "/data")).isEqualTo(Path.of("/somewhere"));
        assertThat(StoreComponent.root("", "/data")).isEqualTo(Path.of("/data/store"));
        assertThatThrownBy(() -> StoreComponent.root(" ", null)).satisfies(Codes.is("store-unavailable"));
    }

    @Test
    void offersTheStoreAndWithdrawsItAtItsEnd() throws Exception {
        var component = new StoreComponent(bundles(), new Settings(folder.toString()), Duration.ofHours(1));

        assertThat(next())
                .startsWith(ArtifactStore.class.getName() + " " + FileStore.class.getName())
                .contains("lapidary.store.root=" + folder);
        component.stop();
        assertThat(next()).isEqualTo("-");
    }

    @Test
    void tellsWhyThereIsNoStoreAndOffersItOnceThereCanBe() throws Exception {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file where the folder is to be");
        var component = new StoreComponent(bundles(), new Settings(blocked.toString()), Duration.ofMillis(20));

        assertThat(next()).contains(blocked.toString()).contains("lapidary.hopeless");
        Files.delete(blocked);
        String last = next();
        while (!last.startsWith(ArtifactStore.class.getName())) {
            last = next();
        }
        component.stop();
    }

    private String next() throws InterruptedException {
        String service = services.poll(30, TimeUnit.SECONDS);
        assertThat(service).isNotNull();
        return service;
    }

    private BundleContext bundles() {
        return proxy(BundleContext.class, (name, arguments) -> {
            if (!name.equals("registerService")) {
                return null;
            }
            var properties = (Dictionary<?, ?>) arguments[2];
            services.add(String.join(" ", List.of((String[]) arguments[0]))
                    + (properties.isEmpty() ? "" : " " + properties));
            return proxy(ServiceRegistration.class, (call, none) -> {
                services.add("-");
                return null;
            });
        });
    }

    private interface Calls {
        Object called(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calls.called(method.getName(), arguments)));
    }

    /** A configuration as Declarative Services hands it over. */
    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Settings(String root) implements StoreComponent.Config {
        @Override
        public long minimum_free_bytes() {
            return 0;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return StoreComponent.Config.class;
        }
    }
}
