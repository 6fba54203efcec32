package io.lapidary.coordinator.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.coordinator.internal.topology.CoordinatorTopology;
import io.lapidary.coordinator.internal.topology.Rig;
import io.lapidary.events.codec.SchemaCatalog;

/** A coordinator in a process of its own, which can be killed. */
public final class CoordinatorProcess implements AutoCloseable {
    public static final String GROUP = "coordinator-test";

    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;

    /** @param folder of its own; its log is beside it */
    public CoordinatorProcess(String name, String brokers, Path folder) throws IOException {
        log = folder.resolveSibling(name + ".log");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dlapidary.test.log=WARN",
                        "-cp",
                        classPath,
                        CoordinatorProcess.class.getName(),
                        name,
                        brokers,
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Object> connection = Map.of("bootstrap.servers", args[1]);
        var streams = new StreamsSettings(
                GROUP,
                args[0],
                connection,
                1,
                0,
                Path.of(args[2]),
                1,
                0,
                Duration.ofMillis(30),
                Duration.ofMillis(6000));
        var supervisor = new Supervisor(() -> run(connection, streams), STOP_WAIT);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close));
        new CountDownLatch(1).await(); // until it is killed
    }

    private static Supervisor.Run run(Map<String, Object> connection, StreamsSettings streams)
            throws LapidaryException, InterruptedException {
        var settings = Rig.settings(new WindowRules(512, 2, 512), Partitions.ask(connection));
        var lanes = new LaneBoard(settings.windows(), settings.partitions());
        var commits = new CommitTimes();
        return new StreamsRun(
                CoordinatorTopology.build(settings, () -> Quotas.NONE, new SchemaCatalog(), lanes, commits),
                streams,
                lanes,
                commits,
                STOP_WAIT,
                () -> {});
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it does: whether it lives, what its threads are at, and the last it logged. */
    public String state() throws IOException, InterruptedException {
        var all = new StringBuilder(process.isAlive() ? "alive" : "exit code " + process.exitValue());
        if (process.isAlive()) {
            signal("-QUIT"); // a JVM answers by its threads, in its output
            process.waitFor(1, TimeUnit.SECONDS);
        }
        Files.readAllLines(log).forEach(line -> all.append('\n').append(line));
        return all.toString();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** Nothing is heard of it from now on, and it does not know. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** It goes on where it was. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** As a service manager stops it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
