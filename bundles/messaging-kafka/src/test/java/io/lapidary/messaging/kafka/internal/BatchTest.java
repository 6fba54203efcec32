package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.events.codec.CloudEvents;

@Timeout(60)
class BatchTest {
    private static final int LOCK_MILLIS = 600;
    /** What the consumer's own thread takes on a busy machine to hand over what was renewed. */
    private static final Duration HAND_OVER = Duration.ofMillis(50);

    private final ConsumerRecords<String, byte[]> items = new ConsumerRecords<>(
            Map.of(new TopicPartition("work", 0), List.of(new ConsumerRecord<>("work", 0, 7, "key", new byte[] {1}))),
            Map.of());
    private final List<AcknowledgeType> told = new ArrayList<>();

    /** A consumer that has one item, and gives it back after a renewal to those who wait for it. */
    @SuppressWarnings("unchecked")
    private ShareConsumer<String, byte[]> consumer() {
        return (ShareConsumer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShareConsumer.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "acquisitionLockTimeoutMs":
                            return Optional.of(LOCK_MILLIS);
                        case "acknowledge":
                            told.add((AcknowledgeType) arguments[1]);
                            return null;
                        case "commitSync":
                            return Map.of();
                        case "poll":
                            boolean waits = ((Duration) arguments[0]).compareTo(HAND_OVER) >= 0;
                            return waits ? items : ConsumerRecords.empty();
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }

    /** A board with so many places in all, which tells the offsets of what it starts. */
    private JobBoard board(int places, List<Long> started) {
        return new JobBoard(() -> places - started.size(), item -> {
            started.add(item.offset());
            return new CompletableFuture<>();
        });
    }

    private static ConsumerRecords<String, byte[]> items(long firstOffset, String... tenants) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (String tenant : tenants) {
            var record = new ConsumerRecord<>("work", 0, firstOffset + records.size(), "key", new byte[] {1});
            record.headers().add(CloudEvents.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
            records.add(record);
        }
        return new ConsumerRecords<>(Map.of(new TopicPartition("work", 0), records), Map.of());
    }

    @Test
    void tenantsTakeTurnsHoweverManyItemsOneHas() {
        List<Long> started = new ArrayList<>();
        var board = board(7, started);
        new Batch(consumer(), board, items(0, "flood", "flood", "flood", "flood", "calm", "", "calm"));
        assertThat(board.startWaiting()).isTrue();
        assertThat(started).containsExactly(0L, 4L, 5L, 1L, 6L, 2L, 3L);
    }

    /** The first hand's would otherwise take each place that comes free. */
    @Test
    void tenantsTakeTurnsWhicheverHandHoldsTheirItems() {
        List<Long> started = new ArrayList<>();
        var board = board(4, started);
        new Batch(consumer(), board, items(0, "flood", "flood", "flood", "flood"));
        new Batch(consumer(), board, items(10, "calm", "calm"));
        board.startWaiting();
        assertThat(started).containsExactly(0L, 10L, 1L, 11L);
    }

    @Test
    void whatIsHandedBackIsNotStartedByAnotherHand() {
        List<Long> started = new ArrayList<>();
        var board = board(4, started);
        new Batch(consumer(), board, items(0, "flood", "flood")).release();
        new Batch(consumer(), board, items(10, "calm"));
        board.startWaiting();
        assertThat(started).containsExactly(10L);
    }

    @Test
    void aRenewedItemIsWaitedForAndRenewedAgain() {
        var work = new CompletableFuture<Acknowledgement>();
        var board = new JobBoard(() -> 1, item -> work);
        var batch = new Batch(consumer(), board, items);
        board.startWaiting();
        while (told.size() < 3) {
            batch.settle();
            assertThat(batch.isEmpty()).as("kept while its work goes on").isFalse();
            Thread.onSpinWait();
        }
        assertThat(told).containsOnly(AcknowledgeType.RENEW);
        told.clear();
        work.complete(Acknowledgement.ACCEPT);
        batch.settle();
        assertThat(batch.isEmpty()).isTrue();
        assertThat(told).containsExactly(AcknowledgeType.ACCEPT);
    }

    @Test
    void tellsOthersThatItWaitsForAPlaceAndThenForTheEnd() {
        var work = new CompletableFuture<Acknowledgement>();
        var places = new AtomicInteger();
        var board = new JobBoard(places::get, item -> work);
        var batch = new Batch(consumer(), board, items);
        board.startWaiting();
        assertThat(batch.await()).isTrue();
        assertThat(batch.placeAwaited()).isTrue();
        assertThat(batch.allEnded()).isFalse();

        places.set(1);
        assertThat(batch.await()).as("to be waited, though there is a place").isFalse();
        assertThat(batch.await()).isTrue();
        assertThat(batch.placeAwaited()).isFalse();
        assertThat(batch.allEnded()).isFalse();

        work.complete(Acknowledgement.ACCEPT);
        assertThat(batch.allEnded()).isTrue();
        assertThat(batch.await()).as("to be waited, though it can be settled").isFalse();
    }

    @Test
    void doesNotSpinWhileAnItemThatIsHandedBackStays() {
        var board = new JobBoard(() -> 1, item -> CompletableFuture.completedFuture(Acknowledgement.RELEASE));
        var batch = new Batch(consumer(), board, items);
        board.startWaiting();
        batch.settle();
        assertThat(batch.isEmpty()).isFalse();
        assertThat(batch.await()).isTrue();
        assertThat(batch.nanosLeft()).isPositive();
    }
}
