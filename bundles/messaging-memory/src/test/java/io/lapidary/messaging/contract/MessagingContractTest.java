package io.lapidary.messaging.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.TopicReader.Start;
import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.Topics;

/** Publisher, reader and work source, as their contracts say. */
public abstract class MessagingContractTest extends TopicContractTest {
    /** A lane whose topic exists and which no other test of this run takes items of. */
    protected abstract Lane lane();

    /** Such a lane whose items are handed to nobody else for a minute, though a busy machine lets a node say nothing for seconds. */
    protected Lane patientLane() {
        return lane();
    }

    @Test
    void everyItemGoesToOneNode() throws Exception {
        Lane lane = patientLane();
        try (var one = new TestNode(messaging.workSource(), lane, 4);
                var other = new TestNode(messaging.workSource(), lane, 4)) {
            var sent = new HashSet<String>();
            for (int i = 0; i < 40; i++) {
                sent.add("item-" + i);
                await(publish(Topics.work(lane), "key-" + i, "item-" + i));
            }
            Awaiting.until("all items", () -> {
                acceptAll(one);
                acceptAll(other);
                return one.held().size() + other.held().size() >= 40;
            });
            assertThat(Awaiting.remains(() -> one.held().size() + other.held().size() == 40, Duration.ofSeconds(1)))
                    .isTrue();
            var taken = new HashSet<>(one.texts());
            taken.addAll(other.texts());
            assertThat(taken).isEqualTo(sent);
        }
    }

    @Test
    void noMoreItemsAreTakenThanThereArePlacesFor() throws Exception {
        Lane lane = lane();
        try (var node = new TestNode(messaging.workSource(), lane, 2)) {
            for (int i = 0; i < 6; i++) {
                await(publish(Topics.work(lane), "key-" + i, "item-" + i));
            }
            for (int settled = 0; settled < 6; settled++) {
                int done = settled;
                int expected = Math.min(6, done + 2);
                Awaiting.until(
                        "as many as there are places for", () -> node.held().size() == expected);
                assertThat(Awaiting.remains(() -> node.held().size() == expected, Duration.ofMillis(200)))
                        .isTrue();
                node.settle(node.held().get(done), Acknowledgement.ACCEPT);
            }
        }
    }

    @Test
    void aReleasedOrFailedItemIsHandedOutAgainAndARejectedOneIsNot() throws Exception {
        Lane lane = lane();
        try (var node = new TestNode(messaging.workSource(), lane, 1)) {
            await(publish(Topics.work(lane), "key", "item"));
            node.settle(node.first(), Acknowledgement.RELEASE);
            Awaiting.until("it comes again", () -> node.held().size() == 2);
            node.fail(node.held().get(1));
            Awaiting.until("it comes a third time", () -> node.held().size() == 3);
            node.settle(node.held().get(2), Acknowledgement.REJECT);
            await(publish(Topics.work(lane), "key", "next"));
            Awaiting.until("the next", () -> node.held().size() == 4);
            assertThat(node.texts()).containsExactly("item", "item", "item", "next");
            node.settle(node.held().get(3), Acknowledgement.ACCEPT);
        }
    }

    @Test
    void poisonAmongGoodItemsHoldsNothingUp() throws Exception {
        Lane lane = lane();
        try (var node = new TestNode(messaging.workSource(), lane, 2)) {
            for (int i = 0; i < 10; i++) {
                await(publish(Topics.work(lane), "key-" + i, i == 3 ? "poison" : "good-" + i));
            }
            Awaiting.until("the good ones", () -> {
                for (var one : node.held()) {
                    if (!one.handling().isDone()) {
                        boolean poison = one.text().equals("poison");
                        node.settle(one, poison ? Acknowledgement.REJECT : Acknowledgement.ACCEPT);
                    }
                }
                return node.held().size() >= 10;
            });
            assertThat(new HashSet<>(node.texts())).hasSize(10);
        }
    }

    @Test
    void aJobThatRunsLongerThanTheLockRunsOnceWhileOthersPassIt() throws Exception {
        Lane lane = lane();
        try (var node = new TestNode(messaging.workSource(), lane, 2);
                var other = new TestNode(messaging.workSource(), lane, 0)) {
            await(publish(Topics.work(lane), "long", "long"));
            var longJob = node.first();
            long start = System.nanoTime();
            int number = 0;
            while (System.nanoTime() - start < messaging.lock().multipliedBy(4).toNanos() || number < 5) {
                String text = "short-" + number++;
                await(publish(Topics.work(lane), text, text));
                Awaiting.until(text, () -> node.texts().contains(text));
                node.held().stream()
                        .filter(held -> held.text().equals(text))
                        .forEach(held -> node.settle(held, Acknowledgement.ACCEPT));
            }
            assertThat(node.texts()).containsOnlyOnce("long");
            assertThat(other.held()).isEmpty();
            node.settle(longJob, Acknowledgement.ACCEPT);
            assertThat(Awaiting.remains(
                            () -> node.running() == 0, messaging.lock().multipliedBy(2)))
                    .isTrue();
        }
    }

    @Test
    void aNodeThatStopsHandsItsItemsBack() throws Exception {
        Lane lane = lane();
        TestNode first = new TestNode(messaging.workSource(), lane, 1);
        await(publish(Topics.work(lane), "key", "item"));
        first.first();
        try (var second = new TestNode(messaging.workSource(), lane, 1)) {
            assertThat(Awaiting.remains(() -> second.held().isEmpty(), Duration.ofMillis(500)))
                    .isTrue();
            first.close();
            assertThat(second.first().text()).isEqualTo("item");
            second.settle(second.first(), Acknowledgement.ACCEPT);
        }
    }

    @Test
    void anOutageOfTheBrokerIsWaitedOut() throws Exception {
        String run = run();
        Lane lane = lane();
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(TOPIC, Start.END, mine(run, received));
                var node = new TestNode(messaging.workSource(), lane, 2)) {
            await(following.caughtUp().toCompletableFuture());
            await(publish(TOPIC, run, "before"));
            await(publish(Topics.work(lane), "before", "before"));
            var running = node.first();

            messaging.stopBroker();
            var lost = publish(TOPIC, run, "during");
            assertThatThrownBy(() -> await(lost))
                    .hasCauseInstanceOf(LapidaryException.class)
                    .satisfies(e -> assertThat(((LapidaryException) e.getCause()).code())
                            .isEqualTo(ErrorCodes.BROKER_UNAVAILABLE));
            messaging.startBroker();

            publishUntilTaken(TOPIC, run, "after");
            Awaiting.until(
                    "what came after",
                    () -> received.stream().anyMatch(message -> text(message).equals("after")));
            publishUntilTaken(Topics.work(lane), "after", "after");
            Awaiting.until("the next item", () -> node.texts().contains("after"));
            assertThat(node.texts()).containsOnlyOnce("before");
            node.settle(running, Acknowledgement.ACCEPT);
            acceptAll(node);
        }
    }

    private void publishUntilTaken(String topic, String key, String text) {
        Awaiting.until("publishing again", () -> {
            try {
                await(publish(topic, key, text));
                return true;
            } catch (Exception e) {
                return false;
            }
        });
    }

    private static void acceptAll(TestNode node) {
        for (var one : node.held()) {
            if (!one.handling().isDone()) {
                node.settle(one, Acknowledgement.ACCEPT);
            }
        }
    }
}
