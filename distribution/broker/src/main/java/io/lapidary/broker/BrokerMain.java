package io.lapidary.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

/**
 * One Kafka broker and controller in one process, for a node that is given no cluster.
 *
 * <p>Its process prints {@value #READY_PREFIX} and the address on standard output once clients can connect, logs to
 * {@code broker.log} in its data folder, and ends on SIGTERM or, with {@code --follow-parent}, when its standard
 * input ends, which it does however the parent ends.
 */
public final class BrokerMain {

    /** What the line that tells the address begins with; the address {@code host:port} follows. */
    public static final String READY_PREFIX = "ready bootstrap.servers=";

    /** The first port that is tried for the controller's listener, which only this process uses. */
    private static final int CONTROLLER_PORT = 29092;

    private static final Duration HANDOVER_LIMIT = Duration.ofSeconds(30);

    private BrokerMain() {}

    public static void main(String[] args) {
        BrokerOptions options;
        try {
            options = BrokerOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("lapidary broker: " + e.getMessage());
            System.exit(2);
            return;
        }
        // Read by logback.xml, so before the first logger is made.
        System.setProperty("lapidary.broker.log", options.log().toString());
        try {
            run(options);
        } catch (Exception e) {
            System.err.println("lapidary broker: it did not start: " + rootMessage(e));
            e.printStackTrace(System.err);
            Exit.halt(1);
        }
    }

    private static void run(BrokerOptions options) throws Exception {
        Files.createDirectories(options.data());
        Terminal.ignoreInterrupt();
        FileLock lock = DataLock.take(options.data(), HANDOVER_LIMIT);
        PortReservation port = PortReservation.from(options.port());
        PortReservation controllerPort = PortReservation.from(CONTROLLER_PORT);
        Properties settings = BrokerSettings.of(options.data(), port.port(), controllerPort.port());
        if (options.overrides().isPresent()) {
            try (var in = Files.newBufferedReader(options.overrides().get())) {
                settings.load(in);
            }
        }
        formatIfNew(settings);

        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-stop"));
        if (options.followParent()) {
            Terminal.exitAtEndOfInput();
        }
        server.startup();
        System.out.println(READY_PREFIX + "127.0.0.1:" + port.port());
        server.awaitShutdown();
        port.close();
        controllerPort.close();
        lock.release();
    }

    /** A folder without {@code meta.properties} is new: it gets a cluster id and the features of this release. */
    private static void formatIfNew(Properties settings) throws Exception {
        String folder = settings.getProperty("log.dirs");
        if (Files.exists(Path.of(folder, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                .setDirectories(List.of(folder))
                .setMetadataLogDirectory(folder)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .setHasDynamicQuorum(false)
                .run();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException || root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
