package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.work.Lane;

@Timeout(60)
class HandTest {
    private static final Staffing NO_STAFFING = new Staffing() {
        @Override
        public void joined() {}

        @Override
        public void busy() {}

        @Override
        public void done() {}
    };

    private record Told(long offset, AcknowledgeType how) {}

    /** What polls give, in order; nothing once it is used up. */
    private final BlockingQueue<Optional<Long>> polls = new LinkedBlockingQueue<>();

    private final BlockingQueue<Optional<Long>> pollsOfBulk = new LinkedBlockingQueue<>();

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger polled = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    /** A place for the first item alone; others were faster afterwards. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private final AtomicInteger askedInVain = new AtomicInteger();
    private final JobBoard board = new JobBoard(
            () -> {
                if (taken.get()) {
                    askedInVain.incrementAndGet();
                    return 0;
                }
                return 1;
            },
            item -> {
                taken.set(true);
                return CompletableFuture.completedFuture(Acknowledgement.ACCEPT);
            });
    private final Hand hand = hand(1, polls);
    private final Hand bulk = hand(8, pollsOfBulk);

    private Hand hand(int size, BlockingQueue<Optional<Long>> items) {
        return new Hand(() -> consumer(items), new Lane("light"), size, board, NO_STAFFING);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Hand each : List.of(hand, bulk)) {
            each.stop();
            each.join(Duration.ofSeconds(10));
        }
    }

    /** A consumer that asks twice, when the first answer comes as it is polled again, holds an item that nobody else is handed. */
    @Test
    void whatMayLieInTheConsumerIsTakenThoughThereIsNoPlace() throws InterruptedException {
        polls.addAll(List.of(Optional.empty(), Optional.of(1L), Optional.of(2L)));
        hand.start();
        assertThat(told.take()).isEqualTo(new Told(1, AcknowledgeType.ACCEPT));
        assertThat(told.take()).as("for others to have it").isEqualTo(new Told(2, AcknowledgeType.RELEASE));
    }

    @Test
    void fetchesNothingMoreWhereThereIsNoPlace() throws InterruptedException {
        polls.addAll(List.of(Optional.of(1L), Optional.of(2L)));
        hand.start();
        assertThat(told.take()).isEqualTo(new Told(1, AcknowledgeType.ACCEPT));
        int before = askedInVain.get();
        while (askedInVain.get() < before + 5) {
            Thread.onSpinWait();
        }
        assertThat(polled).hasValue(1);
    }

    /** Whatever else its consumer has fetched would lie there until its lock ends. */
    @Test
    void givesBackWhatItsConsumerFetchesManyWithWhileThatIsNotNeeded() throws InterruptedException {
        workQuickly();
        pollsOfBulk.add(Optional.of(1L));
        bulk.start();
        assertThat(told.take()).isEqualTo(new Told(1, AcknowledgeType.ACCEPT));
        assertThat(board.admit(false, false)).as("one by one, too").isFalse();
        while (closed.get() == 0) {
            Thread.onSpinWait();
        }
        taken.set(false);
        pollsOfBulk.add(Optional.of(2L));
        assertThat(told.take()).isEqualTo(new Told(2, AcknowledgeType.ACCEPT));
        assertThat(made).hasValue(2);
    }

    /** What it fetched unseen before others came to fetch many would keep all of the lane waiting. */
    @Test
    void asksItsConsumerNowAndThenThoughOthersFetchMany() throws InterruptedException {
        workQuickly();
        pollsOfBulk.add(Optional.of(1L));
        bulk.start();
        assertThat(told.take()).isEqualTo(new Told(1, AcknowledgeType.ACCEPT));
        taken.set(false);
        polls.add(Optional.of(2L));
        hand.start();
        assertThat(told.take()).isEqualTo(new Told(2, AcknowledgeType.ACCEPT));
    }

    private void workQuickly() {
        for (long offset = 100; !board.fast(); offset++) {
            board.queue(board.known(new Job(item(offset).iterator().next())));
            board.startWaiting();
            taken.set(false);
        }
    }

    @SuppressWarnings("unchecked")
    private ShareConsumer<String, byte[]> consumer(BlockingQueue<Optional<Long>> items) {
        made.incrementAndGet();
        return (ShareConsumer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShareConsumer.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "poll":
                            polled.incrementAndGet();
                            return Optional.ofNullable(items.poll(1, TimeUnit.MILLISECONDS))
                                    .flatMap(offset -> offset)
                                    .map(HandTest::item)
                                    .orElse(ConsumerRecords.empty());
                        case "acknowledge":
                            told.add(new Told(
                                    ((ConsumerRecord<?, ?>) arguments[0]).offset(), (AcknowledgeType) arguments[1]));
                            return null;
                        case "acquisitionLockTimeoutMs":
                            return Optional.of(15_000);
                        case "commitSync", "metrics":
                            return Map.of();
                        case "close":
                            closed.incrementAndGet();
                            return null;
                        case "subscribe", "wakeup":
                            return null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    private static ConsumerRecords<String, byte[]> item(long offset) {
        return new ConsumerRecords<>(
                Map.of(
                        new TopicPartition("work", 0),
                        List.of(new ConsumerRecord<>("work", 0, offset, "key", new byte[] {1}))),
                Map.of());
    }
}
