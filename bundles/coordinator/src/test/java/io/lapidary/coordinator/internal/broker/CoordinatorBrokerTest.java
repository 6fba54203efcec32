package io.lapidary.coordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.coordinator.internal.CoordinatorProcess;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.reading.TurnClients;
import io.lapidary.coordinator.internal.topology.CoordinatorTopology;
import io.lapidary.events.codec.Topics;

/** The coordinator in processes of its own, on a real broker. */
class CoordinatorBrokerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private static Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(folder.resolve("broker"));
        broker.createTopics();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static CoordinatorProcess coordinator(String name) throws Exception {
        return new CoordinatorProcess(name, broker.address(), folder.resolve(name));
    }

    /** To the cluster, one that is frozen is one that is killed, but that it comes back with a transaction under way, and is fenced. */
    @Test
    void everyRequestHasOneResultThoughACoordinatorDiesAndComesBack() throws Exception {
        int requests = 600;
        try (var world = new World(broker.address());
                var first = coordinator("first")) {
            send(world, 0, requests / 2);
            await(world, 20, first);
            first.freeze();
            try (var second = coordinator("second")) {
                send(world, requests / 2, requests);
                for (int i = 0; i < requests; i += 7) {
                    world.request(Topics.REQUESTS, "k" + i, 1);
                }
                await(world, requests, second);
                elsewhere(world, second);
                assertThat(second.isAlive()).isTrue();
                first.thaw();
                send(world, requests, 2 * requests);
            }
            await(world, 2 * requests + 2 * TestBroker.PARTITIONS, first);
            assertThat(world.results.values())
                    .allSatisfy(n -> assertThat(n.get()).isEqualTo(1));
        }
    }

    private static void send(World world, int from, int to) {
        for (int i = from; i < to; i++) {
            world.request(Topics.REQUESTS, "k" + i, i % 5 == 0 ? 2 : 1);
        }
    }

    /** A new tenant's topic, and clients whose partitioner differs from Java's: each id comes on every partition. */
    private static void elsewhere(World world, CoordinatorProcess coordinator) throws Exception {
        broker.createPartitioned(List.of(Topics.requests("acme")));
        int before = world.results.size();
        for (int i = 0; i < TestBroker.PARTITIONS; i++) {
            world.request(Topics.requests("acme"), "acme" + i, 1, OptionalInt.of(i));
            for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
                world.request(Topics.REQUESTS, "spread" + i, 1, OptionalInt.of(partition));
            }
        }
        await(world, before + 2 * TestBroker.PARTITIONS, coordinator);
    }

    /** Each has more than is read at a time; Kafka's own consumer gives all that it fetched of one partition before the next. */
    @Test
    void tenantsAreReadInTurnAndEachOfTheirRecordsOnceAndInOrder() throws Exception {
        int each = 1500;
        int most = 20;
        List<String> topics = List.of(Topics.requests("much"), Topics.requests("more"), "ours");
        broker.createPartitioned(topics);
        try (var world = new World(broker.address());
                var consumer = reader(most, 500)) {
            for (int i = 0; i < each; i++) {
                world.request(topics.get(0), "a" + i, 1);
                world.request(topics.get(1), "b" + i, 1);
            }
            for (int i = 0; i < most / 2; i++) {
                world.request("ours", "c" + i, 1);
            }
            world.flush();
            var taken = Reading.assigned(consumer, topics);
            var pausedByCaller = new TopicPartition(topics.get(1), 0);
            taken.until(2 * each / 3, PATIENCE);
            assertThat(taken.of("ours")).isEqualTo(most / 2);
            assertThat(Math.abs(taken.of(topics.get(0)) - taken.of(topics.get(1))))
                    .isLessThan(2 * most * (TestBroker.PARTITIONS + 1)); // each partition is found out by one poll
            consumer.pause(List.of(pausedByCaller));
            taken.until(each, PATIENCE);
            consumer.resume(List.of(pausedByCaller));
            taken.until(2 * each + most / 2, PATIENCE);
        }
    }

    /** What was polled and not handed on yet is polled again then. */
    @Test
    void nothingIsLostOrDoubledByARebalanceOrASeekBetweenTwoPortionsOfAPoll() throws Exception {
        int each = 800;
        int most = 40;
        List<String> topics = List.of(Topics.requests("one"), Topics.requests("other"));
        broker.createPartitioned(topics);
        try (var world = new World(broker.address());
                var consumer = reader(most, 500)) {
            for (int i = 0; i < each; i++) {
                world.request(topics.get(0), "a" + i, 1, OptionalInt.of(0));
                world.request(topics.get(1), "b" + i, 1, OptionalInt.of(0));
            }
            world.flush();
            var taken = Reading.subscribed(consumer, topics);
            for (int i = 1; i <= 3; i++) {
                taken.until(i * each / 3, PATIENCE);
                consumer.enforceRebalance();
            }
            for (int i = 1; i <= 3; i++) {
                taken.until(each + 5 * i * most, PATIENCE);
                taken.seek();
            }
            assertThat(taken.revocations()).isEqualTo(3);
            taken.until(2 * each, PATIENCE);
        }
    }

    /** A fetch of what others have lasts as long as nothing comes to them; here that is longer than the test's patience. */
    @Test
    void whatComesToATenantAfterAFullPollIsFetchedThoughNothingComesToOthers() throws Exception {
        int most = 20;
        List<String> topics = List.of(Topics.requests("little"), Topics.requests("silent"));
        broker.createPartitioned(topics);
        try (var world = new World(broker.address())) {
            for (int i = 0; i < most + 1; i++) {
                world.request(topics.get(0), "same", 1);
            }
            world.flush();
            try (var consumer = reader(most, 2 * (int) PATIENCE.toMillis())) {
                var taken = Reading.assigned(consumer, topics);
                taken.until(most + 1, PATIENCE);
                world.request(topics.get(0), "same", 1);
                world.flush();
                taken.until(most + 2, PATIENCE);
            }
        }
    }

    private static Consumer<byte[], byte[]> reader(int most, int fetchMillis) {
        return new TurnClients(CoordinatorTopology::isTenants, () -> true, new CommitTimes())
                .getConsumer(Map.of(
                        "bootstrap.servers",
                        broker.address(),
                        "group.id",
                        "readers",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "fetch.max.wait.ms",
                        fetchMillis,
                        "request.timeout.ms",
                        fetchMillis + 30_000,
                        "max.poll.records",
                        most));
    }

    private static void await(World world, int count, CoordinatorProcess coordinator) throws Exception {
        if (!world.awaitResults(count, PATIENCE)) {
            fail(
                    "%d of %d requests have a result%n%s%nthe coordinator: %s",
                    world.results.size(), count, broker.state(CoordinatorProcess.GROUP), coordinator.state());
        }
    }
}
