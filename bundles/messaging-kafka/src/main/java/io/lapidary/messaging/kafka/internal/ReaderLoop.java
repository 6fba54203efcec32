package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader.Start;

/** One follower of one topic: every partition, no group. After a failure it goes on where it was. */
final class ReaderLoop implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderLoop.class);
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration FIRST_POLL = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Clients clients;
    private final String topic;
    private final Start start;
    private final MessageListener listener;
    private final java.util.function.Consumer<ReaderLoop> onEnd;
    private final Thread thread;
    private final Pause pause = new Pause();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    /** Where to go on, for each partition; empty until the beginning is found. */
    private final Map<TopicPartition, Long> next = new HashMap<>();
    /** Where each partition ended at the beginning, until that is reached. */
    private final Map<TopicPartition, Long> awaited = new HashMap<>();

    private final Wakeable polling = new Wakeable();

    ReaderLoop(
            Clients clients,
            String topic,
            Start start,
            MessageListener listener,
            java.util.function.Consumer<ReaderLoop> onEnd) {
        this.clients = clients;
        this.topic = topic;
        this.start = start;
        this.listener = listener;
        this.onEnd = onEnd;
        this.thread = new Thread(this::run, "lapidary-reader-" + topic);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        thread.setContextClassLoader(KafkaConsumer.class.getClassLoader());
        while (!pause.ended()) {
            Consumer<String, byte[]> consumer = clients.consumer("reader-" + topic);
            try {
                polling.set(consumer::wakeup);
                begin(consumer);
                while (!pause.ended()) {
                    consumer.poll(caughtUp.isDone() ? POLL : FIRST_POLL).forEach(this::hand);
                    progress(consumer);
                }
            } catch (WakeupException e) {
                LOG.debug("Following {} ends", topic);
            } catch (InterruptException e) {
                LOG.info("Following {} was interrupted", topic);
                pause.end();
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("Following {} is held up: {}", topic, Failures.line(e));
                pause.backOff();
            } catch (RuntimeException e) {
                LOG.error("Following {} met a fault of ours; it goes on where it was", topic, e);
                pause.backOff();
            } finally {
                polling.clear();
                close(consumer);
            }
        }
        caughtUp.cancel(false);
        onEnd.accept(this);
    }

    /** It has nothing to tell a broker, whose last answer may be long in coming. */
    private static void close(Consumer<String, byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            LOG.debug("A reader was not closed well", e);
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        if (next.isEmpty()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            if (start == Start.BEGINNING) {
                awaited.putAll(ends);
            }
            next.putAll(start == Start.BEGINNING ? starts : ends);
        }
        next.forEach(consumer::seek);
        progress(consumer);
        pause.reset();
    }

    /** Positions move past what is not handed on, too: marks of transactions, and what compaction took away. */
    private void progress(Consumer<String, byte[]> consumer) {
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition);
            next.put(partition, position);
            awaited.computeIfPresent(partition, (same, end) -> position >= end ? null : end);
        }
        if (awaited.isEmpty() && !caughtUp.isDone()) {
            caughtUp.complete(null);
        }
    }

    private void hand(ConsumerRecord<String, byte[]> record) {
        if (pause.ended()) {
            return;
        }
        try {
            listener.onMessage(Records.toMessage(record));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The listener of {} failed at {}-{}@{}; the next message follows",
                    topic,
                    topic,
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    @Override
    public CompletionStage<Void> caughtUp() {
        return caughtUp.copy();
    }

    void stop() {
        pause.end();
        polling.wake();
    }

    @Override
    public void close() {
        stop();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
