package io.lapidary.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EngineChildTest {
    @TempDir
    Path folder;

    /** A platform that leaves a child behind in mid-call and dies. */
    static final class DyingParent {
        public static void main(String[] arguments) throws Exception {
            var pool = new EnginePool(Children.command(Path.of(arguments[0])), 1, Duration.ofMinutes(1));
            var lease = pool.lease(Children.GENEROUS);
            System.out.println(Children.pid(lease));
            var call = new Thread(() -> {
                try {
                    lease.call(FaultyChild.HANG, new byte[0]);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            call.setDaemon(true);
            call.start();
            System.in.read();
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void endsWhenItsParentDiesInMidCall() throws Exception {
        var parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingParent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child;
        try (var out = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            child = Long.parseLong(out.readLine());
            assertThat(Children.isAlive(child)).isTrue();
            parent.getOutputStream().close();
            assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        Children.awaitEnd(child);

        assertThat(folder).as("the child removes its own folder").isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void outlivesATerminationSignalWhileThePlatformDrains() throws Exception {
        try (var pool = new EnginePool(Children.command(folder), 1, Duration.ofMinutes(1));
                var lease = pool.lease(Children.GENEROUS)) {
            long pid = Children.pid(lease);
            ProcessHandle.of(pid).orElseThrow().destroy();

            for (int i = 0; i < 50; i++) {
                assertThat(Children.pid(lease)).isEqualTo(pid);
            }
        }
    }
}
