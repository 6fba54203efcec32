package io.lapidary.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginePoolTest {
    @TempDir
    Path folder;

    @Test
    void startsNothingBeforeItIsAsked() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 2, Duration.ofMinutes(1))) {
            assertThat(folders()).isZero();
            try (var lease = pool.lease(Children.GENEROUS)) {
                assertThat(lease.hello()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
                assertThat(folders()).isEqualTo(1);
            }
        }
        assertThat(folders()).isZero();
    }

    @Test
    void lendsAWarmProcessAgain() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 2, Duration.ofMinutes(1))) {
            long first = pidOfOneLease(pool);
            assertThat(pidOfOneLease(pool)).isEqualTo(first);
        }
    }

    @Test
    void replacesAWarmProcessThatDiedMeanwhile() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 1, Duration.ofMinutes(1))) {
            long first = pidOfOneLease(pool);
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Children.awaitEnd(first);

            assertThat(pidOfOneLease(pool)).isNotEqualTo(first);
        }
    }

    @Test
    void endsAProcessThatStaysIdle() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 1, Duration.ofMillis(200))) {
            Children.awaitEnd(pidOfOneLease(pool));

            assertThat(pidOfOneLease(pool)).isPositive();
        }
    }

    @Test
    void keepsLaterOnesWaitingWhileAllAreInUse() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 1, Duration.ofMinutes(1))) {
            var lease = pool.lease(Children.GENEROUS);
            long first = Children.pid(lease);
            var second = CompletableFuture.supplyAsync(() -> {
                try {
                    return pidOfOneLease(pool);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(second).as("a second lease of one process").isNotDone().failsWithin(Duration.ofMillis(300));

            lease.close();

            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(first);
        }
    }

    @Test
    void givesBackAPlaceWhoseProcessDied() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 1, Duration.ofMinutes(1))) {
            for (int i = 0; i < 3; i++) {
                var lease = pool.lease(Children.GENEROUS);
                assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> lease.call(FaultyChild.CRASH, new byte[0])))
                        .isNotNull();
                lease.close();
                lease.close();
            }
            assertThat(pidOfOneLease(pool)).isPositive();
            assertThat(folders()).isEqualTo(1);
        }
    }

    private static long pidOfOneLease(EnginePool pool) throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            return Children.pid(lease);
        }
    }

    private long folders() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
