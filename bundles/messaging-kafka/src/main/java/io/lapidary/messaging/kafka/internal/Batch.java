package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.Acknowledgement;

/**
 * The items that one hand holds: started as places come free, renewed while they run, acknowledged when they are done.
 *
 * <p>Acknowledgements are always committed by themselves and waited for. Left to the next poll, a renewal would start a fetch
 * beside it, whose items nobody sees, and nobody renews, until the present ones are done.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    /** How long an item waits here for a place before another node may have it. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** How long an item that was handed back stays here: this node would be handed it again at once. */
    private static final long HAND_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A place may come free without a word: an item's at its end, which is told once its completion was taken. */
    private static final long PLACE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private record Held(ConsumerRecord<String, byte[]> record, Job job) {}

    private final ShareConsumer<String, byte[]> consumer;
    private final JobBoard board;
    private final Map<Job.Position, Held> held = new LinkedHashMap<>();

    private long renewAt;
    private boolean fetching;
    /** What it waits for, told to other threads: a place, or the end of all that run. */
    private volatile boolean placeAwaited;

    private volatile List<Job> endsAwaited = List.of();

    Batch(ShareConsumer<String, byte[]> consumer, JobBoard board, ConsumerRecords<String, byte[]> records) {
        this.consumer = consumer;
        this.board = board;
        add(records);
        scheduleRenewal();
    }

    private void add(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Job job = board.known(new Job(record));
            held.put(job.position(), new Held(record, job));
            if (!job.started()) {
                board.queue(job);
            }
        }
    }

    private void scheduleRenewal() {
        renewAt = System.nanoTime() + lockNanos(consumer) / 3;
    }

    /** How long an item is kept for who fetched or renewed it. */
    static long lockNanos(ShareConsumer<String, byte[]> consumer) {
        return TimeUnit.MILLISECONDS.toNanos(consumer.acquisitionLockTimeoutMs().orElse(15_000));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Whether a fetch is on its way, because nothing that was renewed came back. */
    boolean fetching() {
        return fetching;
    }

    /** Begins to wait; false if what it would wait for has come meanwhile. From now on other threads are told what it is. */
    boolean await() {
        placeAwaited = held.values().stream().anyMatch(one -> !one.job().started());
        endsAwaited = held.values().stream()
                .map(Held::job)
                .filter(job -> !placeAwaited && job.outcome().isEmpty())
                .toList();
        if (placeAwaited) {
            return !board.startWaiting();
        }
        return endsAwaited.isEmpty() ? !allDone(System.nanoTime()) : !allEnded();
    }

    /** Whether it waits for a place. May be asked by any thread. */
    boolean placeAwaited() {
        return placeAwaited;
    }

    /** Whether all whose end it waited for have ended. May be asked by any thread. */
    boolean allEnded() {
        List<Job> awaited = endsAwaited;
        return !awaited.isEmpty()
                && awaited.stream().allMatch(job -> job.outcome().isPresent());
    }

    private boolean allDone(long now) {
        return held.values().stream().allMatch(one -> verdict(one.job(), now).isPresent());
    }

    /** Acknowledges what is to be acknowledged now, once all are done or one would be kept too long. */
    void settle() {
        long now = System.nanoTime();
        boolean waitedTooLong = held.values().stream()
                .anyMatch(one -> !one.job().started() && verdict(one.job(), now).isPresent());
        if (allDone(now) || waitedTooLong || now >= renewAt) {
            acknowledge(now);
        }
    }

    /** How long until something is to be done here, if no job ends before. */
    long nanosLeft() {
        long now = System.nanoTime();
        long left = renewAt - now;
        for (Held one : held.values()) {
            if (!one.job().started()) {
                left = Math.min(left, PLACE_NANOS);
            } else if (one.job().outcome().isPresent()) {
                left = Math.min(left, HAND_BACK_NANOS - one.job().age(now));
            }
        }
        return Math.max(0, left);
    }

    /** What the broker is to be told of a job; empty as long as it is to be kept. */
    private static Optional<AcknowledgeType> verdict(Job job, long now) {
        if (!job.started()) {
            return job.age(now) > WAIT_NANOS ? Optional.of(AcknowledgeType.RELEASE) : Optional.empty();
        }
        return job.outcome()
                .filter(outcome -> outcome != Acknowledgement.RELEASE || job.age(now) > HAND_BACK_NANOS)
                .map(Batch::type);
    }

    private static AcknowledgeType type(Acknowledgement outcome) {
        return switch (outcome) {
            case ACCEPT -> AcknowledgeType.ACCEPT;
            case RELEASE -> AcknowledgeType.RELEASE;
            case REJECT -> AcknowledgeType.REJECT;
        };
    }

    /** What has not been started is not to be any more. */
    void withdraw() {
        held.values().forEach(one -> board.withdraw(one.job()));
    }

    private void acknowledge(long now) {
        withdraw();
        var told = new ArrayList<Held>();
        for (Held one : held.values()) {
            Optional<AcknowledgeType> verdict = verdict(one.job(), now);
            consumer.acknowledge(one.record(), verdict.orElse(AcknowledgeType.RENEW));
            if (verdict.isPresent()) {
                told.add(one);
            }
        }
        commit(told);
        told.forEach(one -> held.remove(one.job().position()));
        if (!held.isEmpty()) {
            takeRenewed();
        }
        board.tidy();
    }

    /**
     * Renewed items come back by the next poll; one that does not was taken away, though its job runs on. The consumer's own
     * thread hands them over, which on a busy machine may take it a while; an item that was not waited for would be renewed no more.
     */
    private void takeRenewed() {
        scheduleRenewal();
        Set<Job.Position> expected = new HashSet<>(held.keySet());
        ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofNanos(lockNanos(consumer) / 6));
        held.clear();
        add(records);
        fetching = records.isEmpty();
        expected.removeAll(held.keySet());
        if (!expected.isEmpty()) {
            LOG.warn("{} items could not be kept; they may be worked on elsewhere, too", expected.size());
        }
    }

    /** Hands back what is not done, at the end. */
    void release() {
        withdraw();
        for (Held one : held.values()) {
            var type = one.job().outcome().map(Batch::type).orElse(AcknowledgeType.RELEASE);
            consumer.acknowledge(one.record(), type);
        }
        commit(List.copyOf(held.values()));
        held.clear();
    }

    private void commit(List<Held> told) {
        Map<TopicIdPartition, Optional<KafkaException>> answers;
        try {
            answers = consumer.commitSync();
        } catch (WakeupException e) {
            LOG.debug("What became of {} items is told, and not waited for, as this node stops", told.size());
            return;
        } catch (KafkaException e) {
            LOG.warn("What became of {} items could not be told: {}", told.size(), Failures.line(e));
            return;
        }
        var failed = new HashSet<Integer>();
        answers.forEach((partition, failure) -> failure.ifPresent(e -> {
            failed.add(partition.partition());
            LOG.warn("What became of items of {} could not be told: {}", partition.topicPartition(), Failures.line(e));
        }));
        for (Held one : told) {
            boolean released = one.job()
                    .outcome()
                    .filter(o -> o != Acknowledgement.RELEASE)
                    .isEmpty();
            if (released || !failed.contains(one.record().partition())) {
                board.forget(one.job());
            }
        }
    }
}
