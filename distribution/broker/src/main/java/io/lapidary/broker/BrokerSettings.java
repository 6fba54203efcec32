package io.lapidary.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The broker properties of a single node on the loopback interface, sized for a machine that has work of its own. */
final class BrokerSettings {

    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int NODE = 1;

    /** One broker holds every replica; few partitions of the internal topics make it ready sooner. */
    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE)),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A worker learns what it is to fetch by its second heartbeat.
            Map.entry("group.share.min.heartbeat.interval.ms", "500"),
            Map.entry("group.share.heartbeat.interval.ms", "1000"));

    /** A misspelt topic is an error, not a new topic; the cleaner's default buffer alone would be 128 MiB. */
    private static final Map<String, String> MODEST = Map.of(
            "auto.create.topics.enable", "false",
            "num.network.threads", "2",
            "num.io.threads", "4",
            "log.cleaner.dedupe.buffer.size", "8388608");

    /** The operating system's grow as they are needed; a segment of the loopback may not fit into Kafka's own 100 KiB, and is dropped then. */
    private static final Map<String, String> SOCKETS =
            Map.of("socket.receive.buffer.bytes", "-1", "socket.send.buffer.bytes", "-1");

    private BrokerSettings() {}

    static Properties of(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(SINGLE_NODE);
        settings.putAll(MODEST);
        settings.putAll(SOCKETS);
        settings.setProperty("log.dirs", folder.resolve("log").toString());
        settings.setProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        return settings;
    }
}
