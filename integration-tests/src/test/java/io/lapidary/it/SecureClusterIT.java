package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.Topics;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.NodeProcess;
import io.lapidary.it.support.Principal;
import io.lapidary.it.support.SecureCluster;
import io.lapidary.it.support.Shell;

/** A node and its clients on a cluster as operators run one: three brokers, TLS, passwords, and the documented rights alone. */
public class SecureClusterIT {
    private static final int REPLICAS = 3;
    private static final String IN_SYNC = "2";

    private static Path folder;
    private static SecureCluster cluster;
    private static NodeProcess node;

    @BeforeClass
    public static void start() throws Exception {
        folder = Distribution.workFolder(SecureClusterIT.class);
        cluster = SecureCluster.start(folder.resolve("cluster"));
        node = NodeProcess.start(new NodeProcess.Settings(
                folder.resolve("node"),
                Optional.of(cluster.servers()),
                Optional.of(cluster.clientSettings(Principal.NODE)),
                Map.of(
                        "io.lapidary.messaging.kafka",
                        "partitions = 2\nreplication.factor = " + REPLICAS + "\nmin.insync.replicas = " + IN_SYNC
                                + "\n"),
                false));
    }

    @AfterClass
    public static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void everyTopicIsReplicatedAsConfigured() throws Exception {
        try (Admin admin = cluster.admin()) {
            Set<String> names = admin.listTopics().names().get();
            assertThat(names).contains("lapidary.requests", "lapidary.work.light", "lapidary.results");
            assertThat(names).anyMatch(name -> name.startsWith("lapidary-coordinator-"));
            assertThat(admin.describeTopics(names).allTopicNames().get().values())
                    .allSatisfy(topic -> assertThat(topic.partitions())
                            .allSatisfy(partition ->
                                    assertThat(partition.replicas()).hasSize(REPLICAS)));
            List<ConfigResource> topics = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            assertThat(admin.describeConfigs(topics).all().get())
                    .allSatisfy((topic, config) -> assertThat(
                                    config.get("min.insync.replicas").value())
                            .isEqualTo(IN_SYNC));
        }
    }

    @Test
    public void aLostBrokerLosesNoRequest() throws Exception {
        assertServed("before", 0);
        int leader = leaderOfTheWork();
        cluster.kill(leader);
        assertServed("after", 1);
        assertThat(leaderOfTheWork()).isNotEqualTo(leader);
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    public void anOperatorSeesTheNodesAndChecksTheTopics() throws Exception {
        Path operator = cluster.clientSettings(Principal.OPERATOR);
        Shell.Ended status = run(operator, List.of("status"));
        assertThat(status.status()).as(status.output()).isZero();
        assertThat(status.output()).contains("node");
        Shell.Ended check = run(operator, List.of("topics", "check"));
        assertThat(check.status()).as(check.output()).isZero();
    }

    @Test
    public void whoHasNoRightsIsToldWhichItLacks() throws Exception {
        Shell.Ended ended = optimize(cluster.clientSettings(Principal.STRANGER), "stranger", 0);
        assertThat(ended.status()).as(ended.output()).isEqualTo(7);
        assertThat(ended.output())
                .contains("has no right for describing the topic lapidary.schemas", "kafka.unsuitable-cluster")
                .doesNotContain("\tat ");
    }

    @Test
    public void aNodeWithoutRightsSaysSoAtItsStart() throws Exception {
        try (NodeProcess stranger = NodeProcess.begin(new NodeProcess.Settings(
                folder.resolve("stranger-node"),
                Optional.of(cluster.servers()),
                Optional.of(cluster.clientSettings(Principal.STRANGER)),
                Map.of(),
                false))) {
            // On a busy machine brokers may answer late, which is said before.
            assertThat(stranger.line("has no right for describing the topic lapidary."))
                    .contains("Messaging is not ready", "docs/messages.md (Access)");
        }
    }

    @Test
    public void whoMayReadAndNotRequestIsToldSo() throws Exception {
        Shell.Ended ended = optimize(cluster.clientSettings(Principal.OPERATOR), "operator", 0);
        assertThat(ended.status()).as(ended.output()).isEqualTo(7);
        assertThat(ended.output())
                .contains("has no right", "lapidary.requests", "kafka.unsuitable-cluster")
                .doesNotContain("\tat ");
    }

    @Test
    public void aWrongPasswordIsToldAtOnce() throws Exception {
        Shell.Ended ended = optimize(cluster.clientSettings(Principal.REQUESTER, "wrong"), "wrong", 0);
        assertThat(ended.status()).as(ended.output()).isEqualTo(7);
        assertThat(ended.output())
                .contains("do not accept", "SCRAM-SHA-512", "kafka.unsuitable-cluster")
                .doesNotContain("\tat ");
    }

    private static void assertServed(String name, int seed) throws Exception {
        Shell.Ended ended = optimize(cluster.clientSettings(Principal.REQUESTER), name, seed);
        assertThat(ended.status()).as(ended.output() + node.output()).isZero();
        Path made = folder.resolve("out-" + name);
        try (var files = Files.walk(made)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tflite"))
                            .mapToLong(file -> file.toFile().length()))
                    .as(ended.output())
                    .hasSize(1)
                    .allMatch(bytes -> bytes > 0
                            && bytes
                                    < Distribution.sample("digits.tflite")
                                            .toFile()
                                            .length());
        }
    }

    private static Shell.Ended optimize(Path identity, String name, int seed) throws Exception {
        return run(
                identity,
                List.of(
                        "optimize",
                        Distribution.sample("digits.tflite").toString(),
                        "--step",
                        "float16",
                        "--seed",
                        Integer.toString(seed),
                        "--store",
                        node.data().resolve("store").toString(),
                        "--timeout",
                        "4m",
                        "--out",
                        folder.resolve("out-" + name).toString()));
    }

    /** By the cluster's address, as from another machine. */
    private static Shell.Ended run(Path identity, List<String> words) throws Exception {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--bootstrap-servers", cluster.servers(), "--command-config", identity.toString()));
        return Shell.run(folder.resolve("elsewhere"), all);
    }

    private static int leaderOfTheWork() throws Exception {
        String work = Topics.work(Lane.LIGHT);
        try (Admin admin = cluster.admin()) {
            TopicDescription topic = admin.describeTopics(List.of(work))
                    .topicNameValues()
                    .get(work)
                    .get();
            return topic.partitions().get(0).leader().id();
        }
    }
}
