package io.lapidary.shell.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.lapidary.api.LapidaryException;

class PlatformFinderTest extends FinderFixture {
    @Test
    void usesTheNodeThatRuns() throws Exception {
        Files.writeString(
                data.resolve("node.json"), node(ProcessHandle.current().pid(), data));
        try (var platform = finder(Optional.empty()).runningOrStarted(choice(), progress)) {
            assertThat(platform.isOwn()).isFalse();
            assertThat(platform.bootstrapServers()).isEqualTo("127.0.0.1:1");
        }
        assertThat(connections)
                .containsExactly(new Address("127.0.0.1:1", Optional.empty(), Optional.of(data.resolve("store"))));
        assertThat(CommandLock.tryTake(data)).as("the lock is free again").isPresent();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void passesOverANodeThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(data.resolve("node.json"), node(gone.pid(), data));
        assertThatThrownBy(() -> finder(Optional.empty()).running(choice()))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("No node runs on " + data);
        Files.writeString(data.resolve("node.json"), "{");
        assertThatThrownBy(() -> finder(Optional.empty()).running(choice())).isInstanceOf(LapidaryException.class);
    }

    @Test
    void takesTheStoreOfANodeOnTheSameCluster() throws Exception {
        Files.writeString(
                data.resolve("node.json"), node(ProcessHandle.current().pid(), data));
        var same = new PlatformChoice(Optional.of("127.0.0.1:1"), Optional.empty(), data, Optional.empty());
        try (var platform = finder(Optional.empty()).running(same)) {
            assertThat(platform.hasStore()).isTrue();
        }
        var other = new PlatformChoice(Optional.of("kafka:9092"), Optional.empty(), data, Optional.empty());
        try (var platform = finder(Optional.empty()).running(other)) {
            assertThat(platform.hasStore()).isFalse();
            assertThatThrownBy(platform::store).hasMessageContaining("kafka:9092");
        }
    }

    @Test
    void waitsForAnotherCommandsNodeToEnd() throws Exception {
        Files.writeString(
                data.resolve("node.json"), node(ProcessHandle.current().pid(), data));
        CommandLock other = CommandLock.tryTake(data).orElseThrow();
        var waiting = CompletableFuture.supplyAsync(() -> {
            try (var platform = finder(Optional.empty()).runningOrStarted(choice(), progress)) {
                return platform.bootstrapServers();
            } catch (LapidaryException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end && !waits()) {
            Thread.onSpinWait();
        }
        assertThat(waits()).isTrue();
        assertThat(waiting).isNotDone();
        other.close();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("127.0.0.1:1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void waitsForANodeThatSomeoneElseStarts() throws Exception {
        Path held = folder.resolve("held");
        // Another process, since a lock is told apart by process.
        Process starting = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        data.resolve("node.lock").toString(),
                        held.toString())
                .inheritIO()
                .start();
        try {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < end && !Files.exists(held)) {
                Thread.onSpinWait();
            }
            var waiting = CompletableFuture.supplyAsync(() -> {
                try (var platform = finder(Optional.empty()).runningOrStarted(choice(), progress)) {
                    return platform.bootstrapServers();
                } catch (LapidaryException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (System.nanoTime() < end && !said("waiting for the node on " + data)) {
                Thread.onSpinWait();
            }
            assertThat(waiting).isNotDone();
            Files.writeString(data.resolve("node.json"), node(starting.pid(), data));
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("127.0.0.1:1");
        } finally {
            starting.destroyForcibly();
        }
    }

    private boolean waits() {
        return said("waiting for another lapidary command");
    }
}
