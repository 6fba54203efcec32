package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceRegistration;

class StoreLocationTest {
    @TempDir
    Path folder;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        TestBundles.plain(folder.resolve("system/01/any.jar"), "any", Map.of());
        platform = Platform.create(
                Map.of("org.osgi.framework.storage", folder.resolve("cache").toString()),
                StartList.of(folder.resolve("system")));
    }

    @AfterEach
    void stop() throws Exception {
        platform.stop(Duration.ofSeconds(30));
    }

    @Test
    void isWhereTheServiceSaysAndFollowsItsMoves() {
        var location = new StoreLocation(platform.context());
        List<Path> moves = new ArrayList<>();
        assertThat(location.now()).isEmpty();

        ServiceRegistration<?> first = offer("/data/store");
        assertThat(location.now()).contains(Path.of("/data/store"));
        location.follow(moves::add);
        first.unregister();
        offer("/shared/store");

        assertThat(location.now()).contains(Path.of("/shared/store"));
        assertThat(moves).containsExactly(Path.of("/shared/store"));
    }

    private ServiceRegistration<?> offer(String root) {
        return platform.context()
                .registerService(Runnable.class, () -> {}, new Hashtable<>(Map.of(StoreLocation.ROOT, root)));
    }
}
