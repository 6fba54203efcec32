package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.lapidary.events.codec.MessageSize;
import io.lapidary.messaging.kafka.KafkaConnection;

/**
 * Makes Kafka's clients. Kafka loads classes that its settings name by the thread's context class loader, which in OSGi knows
 * nothing of Kafka; so Kafka's own is set while a client is made.
 */
public final class Clients {
    private static final AtomicLong COUNT = new AtomicLong();
    /** A broker answers at once when there is something; until then, each asking costs it and the node. */
    private static final int READER_WAIT_MILLIS = 2_500;

    private final KafkaConnection connection;

    public Clients(KafkaConnection connection) {
        this.connection = connection;
    }

    public KafkaConnection connection() {
        return connection;
    }

    /** Answers or gives up within {@code timeout}, or the connection's own {@code default.api.timeout.ms}. */
    public Admin admin(Duration timeout) {
        var settings = settings("admin");
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(timeout));
        settings.putIfAbsent(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                settings.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
        return loading(() -> Admin.create(settings));
    }

    /** Idempotent, acknowledged by all in-sync replicas, without compression: messages are small, and latency counts. */
    public Producer<String, byte[]> producer(Duration timeout) {
        var settings = settings("publisher");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        // What several items send at about one time goes in one request; nobody waits for it who would notice 10 ms.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MessageSize.MAX_BYTES);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(timeout));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(15_000, millis(timeout) - 100));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(10_000, millis(timeout)));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return loading(() -> new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
    }

    /** Of no group: its partitions are assigned to it. Sees committed messages only. */
    public Consumer<String, byte[]> consumer(String name) {
        var settings = settings(name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, READER_WAIT_MILLIS);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return loading(() -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
    }

    /** Takes at most {@code batch} items at a time, each to be acknowledged by itself. */
    public ShareConsumer<String, byte[]> shareConsumer(String group, int batch) {
        var settings = settings(group);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
        // A hand that waits for a free place does not poll, however long that takes.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return loading(() -> new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
    }

    private Map<String, Object> settings(String name) {
        var settings = new HashMap<>(connection.properties());
        // Names of clients that live at the same time must differ, since their metrics are registered under them.
        settings.put("client.id", "lapidary-" + name + "-" + COUNT.incrementAndGet());
        settings.putIfAbsent("enable.metrics.push", false);
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** Runs {@code making} with Kafka's class loader as the thread's context class loader. */
    public static <T> T loading(Supplier<T> making) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaConsumer.class.getClassLoader());
        try {
            return making.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
