package io.lapidary.shell.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.messaging.memory.InMemoryMessaging;
import io.lapidary.shell.view.Progress;

@Timeout(60)
class PlatformFinderTest {
    @TempDir
    Path folder;

    private final InMemoryMessaging memory = new InMemoryMessaging();
    private final List<Address> connections = new ArrayList<>();
    private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();
    private Path data;

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private PlatformFinder finder(Optional<Path> home) {
        return new PlatformFinder(home, address -> {
            connections.add(address);
            return new Messaging() {
                @Override
                public MessagePublisher publisher() {
                    return memory;
                }

                @Override
                public TopicReader reader() {
                    return memory;
                }

                @Override
                public MessageCodec codec() {
                    return new MessageCodec(new SchemaCatalog());
                }

                @Override
                public void close() {
                    // the test closes it
                }
            };
        });
    }

    private PlatformChoice choice() {
        return new PlatformChoice(Optional.empty(), Optional.empty(), data, Optional.empty());
    }

    private final Progress progress = new Progress() {
        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void phase(String name, double fraction, String detail) {
            lines.add(name);
        }

        @Override
        public void tick() {
            // nothing moves
        }

        @Override
        public void clear() {
            // nothing is shown
        }
    };

    private static String node(long pid, Path data) {
        return "{\"node\": \"n\", \"pid\": " + pid
                + ", \"bootstrapServers\": \"127.0.0.1:1\", \"embeddedBroker\": true," + " \"store\": \""
                + data.resolve("store") + "\"}";
    }

    /** A distribution whose node does what a shell script says. */
    private Path distribution(String script) throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("system"));
        Path program = home.resolve("bin/lapidary");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

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
    @DisabledOnOs(OS.WINDOWS)
    void startsANodeAndLeavesNothingRunning() throws Exception {
        Path home = distribution("""
                printf '%s' "$3" > "$3/args"
                printf '{"node": "n", "pid": %s, "bootstrapServers": "127.0.0.1:2", "store": "%s/store"}' $$ "$3" > "$3/node.json"
                exec sleep 600""");
        long pid;
        try (var platform = finder(Optional.of(home)).runningOrStarted(choice(), progress)) {
            assertThat(platform.isOwn()).isTrue();
            platform.requireAlive();
            pid = RunningNode.find(data).orElseThrow().pid();
            assertThat(ProcessHandle.of(pid).orElseThrow().isAlive()).isTrue();
            assertThat(data.resolve("args")).hasContent(data.toString());
            assertThat(CommandLock.tryTake(data)).as("held while the node runs").isEmpty();
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(CommandLock.tryTake(data)).isPresent();
        assertThat(lines).anyMatch(line -> line.contains("starting one for this command"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void showsTheLastWordsOfANodeThatDoesNotStart() throws Exception {
        Path home = distribution("""
                for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "line $i"; done
                echo "	at java.base/x.Y" >&2
                echo "lapidary: The port 9092 is taken." >&2
                exit 1""");
        assertThatThrownBy(() -> finder(Optional.of(home)).runningOrStarted(choice(), progress))
                .isInstanceOfSatisfying(
                        LapidaryException.class,
                        e -> assertThat(e.sentence())
                                .contains(
                                        "did not come up",
                                        "lapidary: The port 9092 is taken.",
                                        "line 12",
                                        "command-node.log")
                                .doesNotContain("line 1\n", "java.base"));
        assertThat(CommandLock.tryTake(data)).isPresent();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noticesThatItsNodeEnded() throws Exception {
        Path home = distribution("""
                printf '{"node": "n", "pid": %s, "bootstrapServers": "127.0.0.1:2", "store": "%s/store"}' $$ "$3" > "$3/node.json"
                echo "out of heap"
                exec sleep 600""");
        try (var platform = finder(Optional.of(home)).runningOrStarted(choice(), progress)) {
            ProcessHandle node =
                    ProcessHandle.of(RunningNode.find(data).orElseThrow().pid()).orElseThrow();
            node.destroyForcibly();
            node.onExit().get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> {
                        while (true) {
                            platform.requireAlive();
                            Thread.onSpinWait();
                        }
                    })
                    .hasMessageContaining("ended")
                    .hasMessageContaining("out of heap");
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

    private boolean said(String what) {
        return lines.stream().anyMatch(line -> line.contains(what));
    }

    private boolean waits() {
        return said("waiting for another lapidary command");
    }

    @Test
    void saysThatThereIsNothingToStartFrom() {
        assertThatThrownBy(() -> finder(Optional.empty()).runningOrStarted(choice(), progress))
                .isInstanceOfSatisfying(
                        LapidaryException.class,
                        e -> assertThat(e.sentence()).contains("No node runs on " + data, "--bootstrap-servers"));
    }
}
