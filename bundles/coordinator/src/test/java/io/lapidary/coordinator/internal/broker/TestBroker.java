package io.lapidary.coordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

import io.lapidary.events.codec.Topics;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

/** A real broker within the test's process, with the platform's topics. */
final class TestBroker implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("node.id", "1"),
            Map.entry("process.roles", "broker,controller"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "2"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));

    private final KafkaRaftServer server;
    private final String address;

    TestBroker(Path folder) throws Exception {
        var properties = new Properties();
        properties.putAll(SETTINGS);
        int port = freePort();
        int controllerPort = freePort();
        address = "127.0.0.1:" + port;
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + address);
        properties.put("log.dirs", folder.toString());
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId("bGFwaWRhcnktdGVzdHMwMg")
                .setNodeId(1)
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setSupportedFeatures(List.of(Feature.PRODUCTION_FEATURES.toArray(new Feature[0])))
                .setHasDynamicQuorum(false)
                .run();
        server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
    }

    String address() {
        return address;
    }

    void createTopics() throws Exception {
        createPartitioned(List.of(
                Topics.REQUESTS,
                Topics.CONTROL,
                Topics.COMPLETIONS,
                Topics.HEARTBEATS,
                Topics.RESULTS,
                Topics.EVENTS,
                Topics.ARTIFACTS,
                Topics.EVALUATIONS));
        create(
                List.of(Topics.DEAD_LETTERS, Topics.CATALOG, Topics.SCHEMAS, Topics.TENANT_USE, "lapidary.work.light"),
                1);
    }

    /** With as many partitions as coordinators share among them. */
    void createPartitioned(List<String> names) throws Exception {
        create(names, PARTITIONS);
    }

    /** Also waits until each partition's log is there: what a producer sends before may be held up for minutes. */
    private void create(List<String> names, int partitions) throws Exception {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, partitions, (short) 1))
                .toList();
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (NewTopic topic : topics) {
            for (int i = 0; i < topic.numPartitions(); i++) {
                ends.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(topics).all().get(60, TimeUnit.SECONDS);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!haveLogs(admin, ends)) {
                assertThat(System.nanoTime()).as("topics known after a minute").isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Whether all leaders tell where their logs end. */
    private static boolean haveLogs(Admin admin, Map<TopicPartition, OffsetSpec> ends) throws Exception {
        try {
            admin.listOffsets(ends).all().get(60, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    /** What holds a group up: transactions that are open, and how far it has come in its topics. */
    String state(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS);
            var ends = admin.listOffsets(
                            committed.keySet().stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            var behind = new TreeMap<String, String>();
            committed.forEach((partition, offset) -> behind.put(
                    partition.toString(),
                    offset.offset() + " of " + ends.get(partition).offset()));
            return "transactions " + admin.listTransactions().all().get(60, TimeUnit.SECONDS) + "\nread " + behind;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
