package io.lapidary.coordinator.internal.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.topology.Offers;
import io.lapidary.events.Completion;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Outcome;
import io.lapidary.events.StepRequest;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;

/** Everything around a coordinator: senders, a worker that does nothing well, a reader of results. */
final class World implements AutoCloseable {
    private final String address;
    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final KafkaProducer<String, byte[]> producer;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch reading = new CountDownLatch(2);
    private volatile boolean over;

    /** Result messages by request. */
    final Map<String, AtomicInteger> results = new ConcurrentHashMap<>();

    World(String address) throws InterruptedException {
        this.address = address;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
        begin("announcer", this::announce);
        begin("worker", () -> follow("lapidary.work.light", this::work));
        begin("results", () -> follow(Topics.RESULTS, this::result));
        reading.await();
    }

    private void begin(String name, Runnable loop) {
        var thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void announce() {
        var pause = new CountDownLatch(1);
        try {
            while (!over) {
                var entry = Offers.node("worker", System.currentTimeMillis(), Offers.FLOAT16);
                producer.send(new ProducerRecord<>(Topics.CATALOG, "worker", codec.encode(entry)));
                pause.await(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Take {
        void message(String key, byte[] value) throws LapidaryException;
    }

    private void follow(String topic, Take take) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", address, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            reading.countDown();
            while (!over) {
                for (var message : consumer.poll(Duration.ofMillis(100))) {
                    take.message(message.key(), message.value());
                }
            }
        } catch (LapidaryException e) {
            throw new IllegalStateException(topic, e);
        }
    }

    private void work(String workId, byte[] bytes) throws LapidaryException {
        WorkItem item = codec.decode(WorkItem.class, bytes);
        var completion = Completion.newBuilder()
                .setWorkId(item.getWorkId())
                .setRequestId(item.getRequestId())
                .setAttempt(item.getAttempt())
                .setNode("worker")
                .setFinishedAt(System.currentTimeMillis())
                .setOutcome(Outcome.SUCCEEDED)
                .build();
        producer.send(new ProducerRecord<>(Topics.COMPLETIONS, item.getRequestId(), codec.encode(completion)));
    }

    private void result(String requestId, byte[] bytes) throws LapidaryException {
        codec.decode(OptimizationResult.class, bytes);
        results.computeIfAbsent(requestId, id -> new AtomicInteger()).incrementAndGet();
    }

    void request(String topic, String id, int copies) {
        request(topic, id, copies, OptionalInt.empty());
    }

    /** @param partition as a client chooses it whose default differs from Java's */
    void request(String topic, String id, int copies, OptionalInt partition) {
        byte[] request = codec.encode(OptimizationRequest.newBuilder()
                .setRequestId(id)
                .setCreatedAt(System.currentTimeMillis())
                .setModel("lapidary:sha256/" + "ab".repeat(32))
                .setSteps(List.of(new StepRequest("float16", null, new HashMap<>(), null)))
                .build());
        Integer where = partition.isPresent() ? partition.getAsInt() : null;
        for (int i = 0; i < copies; i++) {
            producer.send(new ProducerRecord<>(topic, where, id, request));
        }
    }

    /** Waits until all that was sent is in its topic. */
    void flush() {
        producer.flush();
    }

    /** Waits until so many requests have a result. */
    boolean awaitResults(int count, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        var pause = new CountDownLatch(1);
        while (results.size() < count && System.nanoTime() < end) {
            pause.await(20, TimeUnit.MILLISECONDS);
        }
        return results.size() >= count;
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(10));
    }
}
