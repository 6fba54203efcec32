package com.example.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The platform's topics, as a client sees them. To be used by one thread. */
final class Platform implements AutoCloseable {
    static final String REQUESTS = "lapidary.requests";
    private static final String EVENTS = "lapidary.events";
    private static final String RESULTS = "lapidary.results";
    private static final String SCHEMAS = "lapidary.schemas";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Messages messages = new Messages();
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Set<String> seen = new HashSet<>();

    /** @param connection bootstrap.servers, and what TLS and SASL need */
    Platform(Properties connection) {
        var reading = new Properties();
        reading.putAll(connection);
        // No group: every client reads for itself, and leaves no trace in the cluster.
        reading.put("enable.auto.commit", "false");
        reading.put("allow.auto.create.topics", "false");
        // The coordinator writes in transactions; what was aborted never was.
        reading.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
        var writing = new Properties();
        writing.putAll(connection);
        writing.put("acks", "all");
        writing.put("enable.idempotence", "true");
        producer = new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * From now on events and results are read. To be called before the request is sent, so that none is missed: at their end, since
     * nothing that happened before is of interest.
     */
    void beginFollowing() throws IOException {
        var schemas = partitions(SCHEMAS);
        var news = partitions(EVENTS);
        news.addAll(partitions(RESULTS));
        var all = new ArrayList<>(schemas);
        all.addAll(news);
        consumer.assign(all);
        consumer.seekToBeginning(schemas);
        consumer.seekToEnd(news);
        // Seeking is done when it is needed: now.
        news.forEach(consumer::position);
    }

    private List<TopicPartition> partitions(String topic) throws IOException {
        var partitions = new ArrayList<TopicPartition>();
        try {
            consumer.partitionsFor(topic, CONNECT)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        } catch (TimeoutException e) {
            throw new IOException(
                    "No broker told of the topic " + topic + " within " + CONNECT.toSeconds()
                            + " seconds: see --bootstrap-servers, and that a node runs there.",
                    e);
        }
        return partitions;
    }

    /** Returns when the request is durable. */
    void send(GenericRecord request) throws IOException, InterruptedException {
        var message = new ProducerRecord<>(REQUESTS, request.get("requestId").toString(), messages.encode(request));
        Requests.headers(request)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IOException("The request was not taken: " + e.getCause().getMessage(), e);
        }
    }

    /**
     * Follows a request to its end. Events come at least once, and are handed on once each; the result, not an event, is what decides.
     *
     * @return the result; empty if there is none by then
     */
    Optional<GenericRecord> follow(String requestId, Consumer<GenericRecord> onEvent, Instant until)
            throws IOException {
        List<ConsumerRecord<String, byte[]>> waiting = new ArrayList<>();
        while (Instant.now().isBefore(until)) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                if (message.topic().equals(SCHEMAS)) {
                    messages.learn(new String(message.value(), StandardCharsets.UTF_8));
                } else if (requestId.equals(message.key())) {
                    waiting.add(message);
                }
            }
            // A message whose schema has not come yet is looked at again after the next poll.
            for (ConsumerRecord<String, byte[]> message : List.copyOf(waiting)) {
                boolean isResult = message.topic().equals(RESULTS);
                Optional<GenericRecord> read =
                        isResult ? messages.result(message.value()) : messages.event(message.value());
                if (read.isPresent()) {
                    waiting.remove(message);
                    if (isResult) {
                        return read;
                    }
                    if (seen.add(identity(read.get()))) {
                        onEvent.accept(read.get());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String identity(GenericRecord event) {
        return event.get("workId") + "/" + event.get("attempt") + "/" + event.get("source") + "/"
                + event.get("sequence");
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
