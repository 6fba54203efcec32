package io.lapidary.coordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.coordinator.internal.CoordinatorProcess;
import io.lapidary.events.codec.Topics;

/** The coordinator in processes of its own, on a real broker. */
class CoordinatorBrokerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

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
        broker.create(List.of(new NewTopic(Topics.requests("acme"), TestBroker.PARTITIONS, (short) 1)));
        int before = world.results.size();
        for (int i = 0; i < TestBroker.PARTITIONS; i++) {
            world.request(Topics.requests("acme"), "acme" + i, 1, OptionalInt.of(i));
            for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
                world.request(Topics.REQUESTS, "spread" + i, 1, OptionalInt.of(partition));
            }
        }
        await(world, before + 2 * TestBroker.PARTITIONS, coordinator);
    }

    private static void await(World world, int count, CoordinatorProcess coordinator) throws Exception {
        if (!world.awaitResults(count, PATIENCE)) {
            fail(
                    "%d of %d requests have a result%n%s%nthe coordinator: %s",
                    world.results.size(), count, broker.state(CoordinatorProcess.GROUP), coordinator.state());
        }
    }
}
