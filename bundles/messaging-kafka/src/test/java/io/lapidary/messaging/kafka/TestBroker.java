package io.lapidary.messaging.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

/** A real broker within the test's process, which can be stopped and started again with what it held. */
public final class TestBroker implements AutoCloseable {
    private final Properties properties = new Properties();
    private final int port = freePort();
    private KafkaRaftServer server;

    /** @param overrides settings that differ from broker.properties */
    public TestBroker(Path folder, Map<String, String> overrides) throws Exception {
        this(folder, overrides, Map.of());
    }

    /** @param levels of features that differ from the newest */
    public TestBroker(Path folder, Map<String, String> overrides, Map<String, Short> levels) throws Exception {
        try (var in = TestBroker.class.getResourceAsStream("/broker.properties")) {
            properties.load(in);
        }
        int controllerPort = freePort();
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("log.dirs", folder.toString());
        properties.putAll(overrides);
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId("bGFwaWRhcnktdGVzdHMwMQ")
                .setNodeId(1)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setSupportedFeatures(List.of(Feature.PRODUCTION_FEATURES.toArray(new Feature[0])))
                .setHasDynamicQuorum(false);
        levels.forEach(formatter::setFeatureLevel);
        formatter.run();
        start();
    }

    void start() {
        server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    public String servers() {
        return "127.0.0.1:" + port;
    }

    public KafkaConnection connection() throws Exception {
        return KafkaConnection.of(servers(), Optional.empty());
    }

    @Override
    public void close() {
        stop();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
