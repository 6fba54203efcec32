package io.lapidary.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The distribution's broker in a process of its own; it ends with the tests' process, however that ends. */
public final class Broker implements AutoCloseable {
    private static final String READY = "ready bootstrap.servers=";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final String servers;

    private Broker(Process process, String servers) {
        this.process = process;
        this.servers = servers;
    }

    /**
     * Starts a broker, and returns when clients can connect.
     *
     * @param folder of its data
     * @param settings Kafka's, which win over those of the distribution
     */
    public static Broker start(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path overrides = Files.writeString(
                folder.resolve("overrides.properties"),
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
        Process process = new ProcessBuilder(
                        Java.executable(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Distribution.home().resolve("lib/broker") + "/*",
                        "io.lapidary.broker.BrokerMain",
                        "--data",
                        folder.resolve("data").toString(),
                        "--config",
                        overrides.toString(),
                        "--follow-parent")
                .redirectErrorStream(true)
                .start();
        OutputLines output = OutputLines.of(process, "broker");
        String ready = output.await(line -> line.startsWith(READY), START_LIMIT).orElseThrow(() -> {
            process.destroyForcibly();
            return new IOException("the broker did not start: " + output.text());
        });
        return new Broker(process, ready.substring(READY.length()).strip());
    }

    /** As {@code host:port}. */
    public String servers() {
        return servers;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
