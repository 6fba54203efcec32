package io.lapidary.coordinator.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.coordinator.internal.topology.CoordinatorTopology;
import io.lapidary.coordinator.internal.topology.Rig;
import io.lapidary.events.codec.SchemaCatalog;

/** A coordinator in a process of its own, which can be killed. */
public final class CoordinatorProcess implements AutoCloseable {
    private final Process process;

    public CoordinatorProcess(String name, String brokers, Path folder) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        CoordinatorProcess.class.getName(),
                        name,
                        brokers,
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile().getParentFile(), name + ".log"))
                .start();
    }

    public static void main(String[] args) throws Exception {
        Map<String, Object> connection = Map.of("bootstrap.servers", args[1]);
        var settings = Rig.settings(new WindowRules(512, 2), Partitions.ask(connection));
        var streams = new StreamsSettings(
                "coordinator-test",
                args[0],
                connection,
                1,
                0,
                Path.of(args[2]),
                1,
                0,
                Duration.ofMillis(30),
                Duration.ofMillis(6000));
        var run = new StreamsRun(
                CoordinatorTopology.build(settings, () -> Quotas.NONE, new SchemaCatalog()),
                streams,
                Duration.ofSeconds(10),
                () -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(run::close));
        run.awaitEnd();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
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
