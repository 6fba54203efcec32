package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

import io.lapidary.api.work.Lane;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.it.support.Broker;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.KafkaClient;
import io.lapidary.it.support.NodeProcess;
import io.lapidary.it.support.Requests;
import io.lapidary.messaging.kafka.TopicLayout;

/** Two nodes on one broker and one store, with a short record lock: who works, who dies, who goes on. */
public class ClusterIT {
    private static final int LOCK_SECONDS = 3;

    /** A job is this long compared with its lock. */
    private static final int TIMES_THE_LOCK = 10;

    /** Items in hand at once on each node. */
    private static final int ITEMS = 2;

    private static final Map<String, NodeProcess.Settings> SETTINGS = new HashMap<>();
    private static final Map<String, NodeProcess> NODES = new HashMap<>();

    private static Path folder;
    private static Broker broker;
    private static KafkaClient connection;

    @BeforeClass
    public static void start() throws Exception {
        folder = Distribution.workFolder(ClusterIT.class);
        broker = Broker.start(folder.resolve("broker"), Map.of("group.share.min.record.lock.duration.ms", "1000"));
        Path store = folder.resolve("store");
        Map<String, String> configs = Map.of(
                "io.lapidary.messaging.kafka",
                "record.lock.seconds = " + LOCK_SECONDS + "\n",
                "io.lapidary.store",
                "root = " + store + "\n",
                "io.lapidary.worker",
                "light.items = " + ITEMS + "\n");
        for (String name : List.of("one", "two")) {
            SETTINGS.put(
                    name, new NodeProcess.Settings(folder.resolve(name), Optional.of(broker.servers()), configs, true));
        }
        startMissing();
        connection = KafkaClient.connect(broker.servers(), store);
    }

    /** Every test finds two nodes, whatever the one before did to them. */
    @Before
    public void bothServe() throws Exception {
        startMissing();
        for (int i = 0; i < 100; i++) {
            String id = "served-" + System.nanoTime();
            if (client().run(digits(id).step("gated").build()).getStatus() == Status.SUCCEEDED) {
                return;
            }
        }
        throw new AssertionError("the deployed technique was never offered");
    }

    private static void startMissing() throws Exception {
        List<NodeProcess> starting = new ArrayList<>();
        for (var settings : SETTINGS.entrySet()) {
            NodeProcess node = NODES.get(settings.getKey());
            if (node == null || !node.isAlive()) {
                NODES.put(settings.getKey(), NodeProcess.begin(settings.getValue()));
                starting.add(NODES.get(settings.getKey()));
            }
        }
        for (NodeProcess node : starting) {
            node.servers();
        }
    }

    @AfterClass
    public static void stop() throws Exception {
        if (connection != null) {
            connection.close();
        }
        NODES.values().forEach(NodeProcess::terminate);
        NODES.values().forEach(NodeProcess::close);
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    public void twoNodesShareTheWork() throws Exception {
        Path gate = gate("shared");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3 * ITEMS; i++) {
            ids.add("shared-" + i);
            client().send(gated("shared-" + i, gate).seed(i).build());
        }
        // More than one node may have in hand, and none is let go: so both come to work.
        client().events()
                .await(
                        "work on both nodes",
                        Client.LIMIT,
                        event -> startedOn(ids).equals(NODES.keySet()));
        Files.createFile(gate);
        for (String id : ids) {
            assertThat(client().result(id).getStatus()).isEqualTo(Status.SUCCEEDED);
            assertThat(client().results(id)).hasSize(1);
        }
    }

    @Test
    public void aJobTenTimesLongerThanItsLockIsRunOnce() throws Exception {
        assertThat(recordLockMillis()).isEqualTo(LOCK_SECONDS * 1000L);
        String id = "long";
        OptimizationResult result = client().run(digits(id)
                .step("gated", Map.of("seconds", Integer.toString(TIMES_THE_LOCK * LOCK_SECONDS)))
                .build());
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getSteps().get(0).getSeconds()).isGreaterThanOrEqualTo(TIMES_THE_LOCK * LOCK_SECONDS);
        assertThat(result.getAttempts()).isEqualTo(1);
        assertThat(client().events(id, LifecycleType.STARTED)).hasSize(1);
    }

    @Test
    public void whatANodeWasKilledInAnotherFinishesFromTheRememberedStep() throws Exception {
        String id = "killed";
        Path gate = gate("killed");
        client().send(digits(id)
                .step("float16")
                .step("gated", Map.of("gate", gate.toString()))
                .build());
        String victim = client().events()
                .await(
                        "the second step of " + id,
                        Client.LIMIT,
                        event -> event.getRequestId().equals(id)
                                && event.getType() == LifecycleType.PROGRESS
                                && event.getTechnique().equals("gated"))
                .getNode();
        NODES.get(victim).kill();
        Files.createFile(gate);

        OptimizationResult result = client().result(id);
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getNode()).isNotEqualTo(victim);
        assertThat(result.getSteps().get(0).getRemembered()).isTrue();
        assertThat(result.getSteps().get(1).getRemembered()).isFalse();

        // Another seed is another key: all of it is done once more, and the bytes are the same.
        OptimizationResult again = client().run(digits("killed-compared")
                .step("float16")
                .step("gated", Map.of("gate", gate.toString()))
                .seed(1)
                .build());
        assertThat(again.getSteps()).noneMatch(step -> step.getRemembered());
        assertThat(again.getArtifacts().get(0).getSha256())
                .isEqualTo(result.getArtifacts().get(0).getSha256());
        assertThat(client().results(id)).hasSize(1);
    }

    @Test
    public void aNodeThatIsToEndDrainsAndLeavesNothingRunning() throws Exception {
        String id = "drained";
        Path gate = gate("drained");
        client().send(gated(id, gate).build());
        String leaving = client().event(id, LifecycleType.PROGRESS, 1).getNode();
        NodeProcess node = NODES.get(leaving);
        List<ProcessHandle> children = node.children();
        node.terminate();
        node.awaitLeaving();
        Files.createFile(gate);

        assertThat(node.exitCode()).as(node.output()).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        OptimizationResult result = client().result(id);
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getNode()).isEqualTo(leaving);
        assertThat(result.getAttempts()).isEqualTo(1);
    }

    private static Set<String> startedOn(List<String> ids) {
        return ids.stream()
                .flatMap(id -> client().events(id, LifecycleType.STARTED).stream())
                .map(LifecycleEvent::getNode)
                .collect(Collectors.toSet());
    }

    private static long recordLockMillis() throws Exception {
        var group = new ConfigResource(ConfigResource.Type.GROUP, TopicLayout.workers(Lane.LIGHT));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            return Long.parseLong(admin.describeConfigs(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .get("share.record.lock.duration.ms")
                    .value());
        }
    }

    private static Client client() {
        return connection.client();
    }

    private static Path gate(String name) {
        return folder.resolve(name + ".gate");
    }

    private static Requests digits(String id) throws Exception {
        return Requests.digits(client(), id);
    }

    private static Requests gated(String id, Path gate) throws Exception {
        return digits(id).step("gated", Map.of("gate", gate.toString()));
    }
}
