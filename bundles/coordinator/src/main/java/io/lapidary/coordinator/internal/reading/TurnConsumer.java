package io.lapidary.coordinator.internal.reading;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import io.lapidary.coordinator.internal.queue.Sharing;

/**
 * A consumer of which tenants' topics are read in turn. Kafka's own gives all that it has fetched of one partition before it comes to what it
 * fetched later, thousands of records of a tenant that sends much; Kafka Streams asks again when they are handled, each of them.
 *
 * <p>A partition of which more is fetched than two polls take waits for its turn, and whatever else has come is given between two turns. It
 * waits by being paused during a poll: what was fetched stays then, and since it would not be fetched anew before that is taken, the
 * pause delays nothing. Order, positions and the group are Kafka's; after a poll nothing is paused but what the caller did pause.
 *
 * <p>While tenants share what is read, a turn is no whole poll but a portion of it, so that whatever comes of others waits for a few records at most,
 * and turns have a {@link Respite}. Each turn costs some time besides, so a tenant by itself has whole polls.
 */
final class TurnConsumer extends KeepingConsumer {
    /** Handled in some milliseconds. */
    private static final int PORTION = 8;

    private final int most;
    private final Predicate<String> taking;
    private final BooleanSupplier ahead;
    private final Turns turns;
    private final Sharing sharing = new Sharing();
    private final Respite respite = new Respite();
    private final Set<TopicPartition> heldBack = new HashSet<>();
    private boolean turnDue;

    /**
     * @param taking topics that take turns
     * @param ahead whether more of them was read than can go on now
     */
    TurnConsumer(Map<String, Object> config, Predicate<String> taking, BooleanSupplier ahead) {
        super(config, PORTION);
        this.most = Integer.parseInt(
                config.getOrDefault(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS)
                        .toString());
        this.taking = taking;
        this.ahead = ahead;
        this.turns = new Turns(taking);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        respite.handled(System.nanoTime(), () -> sharing.isShared(millis()) && ahead.getAsBoolean());
        while (anyWaits()) {
            Duration wait = respite.left(System.nanoTime());
            boolean turn = turnDue && wait.isZero();
            var records = turn ? takeTurn() : pollHolding(turns.waiting(Optional.empty()), wait);
            turnDue = !turn;
            if (!isNothing(records)) {
                return records;
            }
        }
        return pollHolding(Set.of(), timeout);
    }

    private boolean anyWaits() {
        if (!turns.isEmpty()) {
            turns.retain(assignment());
        }
        return !turns.isEmpty();
    }

    private ConsumerRecords<byte[], byte[]> takeTurn() {
        TopicPartition next = turns.next();
        respite.taken(System.nanoTime());
        return keeps(next) ? nextPortion(next) : pollInTurn(next);
    }

    /** Ends, since whoever has nothing to give in its turn waits no more. */
    private ConsumerRecords<byte[], byte[]> pollInTurn(TopicPartition next) {
        var records = pollHolding(turns.waiting(Optional.of(next)), Duration.ZERO);
        if (records.count() < most) {
            turns.done(next);
        }
        // Of one that waits no more nothing is kept: it would be held back, and not be fetched for so long.
        return turns.waits(next) && sharing.isShared(millis()) ? keep(next, records) : records;
    }

    private ConsumerRecords<byte[], byte[]> pollHolding(Set<TopicPartition> partitions, Duration timeout) {
        heldBack.addAll(partitions);
        heldBack.removeAll(paused());
        super.pause(heldBack);
        try {
            var records = super.poll(timeout);
            boolean full = records.count() >= most;
            for (TopicPartition partition : records.partitions()) {
                // Of all but one of them, all was taken; which one is not told. What is left for one poll is given by
                // the next: if it were held back, others would be fetched without it, and what comes to it then would
                // wait until something comes to one of them, up to fetch.max.wait.ms.
                if (full && currentLag(partition).orElse(0) > most) {
                    turns.more(partition);
                } else {
                    turns.done(partition);
                }
                if (taking.test(partition.topic())) {
                    sharing.used(partition.topic(), millis());
                }
            }
            return records;
        } finally {
            heldBack.retainAll(assignment());
            super.resume(heldBack);
            heldBack.clear();
        }
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static boolean isNothing(ConsumerRecords<?, ?> records) {
        return records.isEmpty() && records.nextOffsets().isEmpty();
    }

    /** Also called within a poll, when partitions come or go: then the caller's word counts. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        heldBack.removeAll(partitions);
        partitions.forEach(turns::done);
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        heldBack.removeAll(partitions);
        super.resume(partitions);
        partitions.stream().filter(this::keeps).forEach(turns::more);
    }
}
