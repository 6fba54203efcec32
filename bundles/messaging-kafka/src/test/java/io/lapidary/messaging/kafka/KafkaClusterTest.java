package io.lapidary.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.messaging.TopicReader.Start;
import io.lapidary.api.work.Lane;
import io.lapidary.events.Control;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.contract.Awaiting;

/** What is Kafka's own, beyond the contract. */
class KafkaClusterTest {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static KafkaSettings settings;
    private static KafkaMessaging messaging;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(folder, Map.of());
        settings = KafkaSettings.of(broker.connection()).withPartitions(2).withRecordLock(Duration.ofSeconds(1));
        messaging = KafkaMessaging.open(settings);
    }

    @AfterAll
    static void stop() {
        messaging.close();
        broker.close();
    }

    @Test
    void looksWhichTopicsAreThere() throws Exception {
        assertThat(KafkaMessaging.topics(broker.connection()).partitions()).isEqualTo(2);
        KafkaMessaging.createTopics(settings.withTenants(Set.of("surveyed")));
        assertThat(KafkaMessaging.topics(broker.connection()).tenants()).contains("default", "surveyed");
    }

    @Test
    void openingAgainFindsAllAsItIs() throws Exception {
        KafkaMessaging.open(settings).close();
        KafkaMessaging.checkTopics(settings);
    }

    @Test
    void topicsWithAnotherNumberOfPartitionsAreNamed() {
        var refused =
                catchThrowableOfType(LapidaryException.class, () -> KafkaMessaging.open(settings.withPartitions(3)));
        assertThat(refused.code()).isEqualTo(KafkaErrorCodes.UNSUITABLE_CLUSTER);
        assertThat(refused).hasMessageContaining("lapidary.completions has 2 partition(s) instead of 3");
        assertThat(refused.getMessage()).doesNotContain("lapidary.work.light");
    }

    @Test
    void aTenantsTopicIsMadeBesideTheOthers() throws Exception {
        var more = settings.withTenants(Set.of("acme"));
        var missing = catchThrowableOfType(LapidaryException.class, () -> KafkaMessaging.checkTopics(more));
        assertThat(missing).hasMessageContaining("lapidary.requests.acme is missing");
        KafkaMessaging.createTopics(more);
        KafkaMessaging.checkTopics(more);
    }

    /** Batches that a leader takes out of their order, as it can before it has its log, hold a producer up for two minutes. */
    @Test
    void whatIsSentAsSoonAsTopicsAreMadeArrives() throws Exception {
        List<String> tenants =
                IntStream.range(0, 40).mapToObj(i -> "prompt" + i).toList();
        KafkaMessaging.createTopics(settings.withTenants(Set.copyOf(tenants)));
        var sent = new ArrayList<Future<RecordMetadata>>();
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < 20; i++) {
                for (String tenant : tenants) {
                    sent.add(producer.send(new ProducerRecord<>(Topics.requests(tenant), i % 2, "key", new byte[300])));
                }
            }
            for (Future<RecordMetadata> message : sent) {
                assertThat(message.get(30, TimeUnit.SECONDS).hasOffset()).isTrue();
            }
        }
    }

    @Test
    void schemasArePublishedBeforeAnythingElse() throws Exception {
        var published = new HashMap<String, String>();
        try (var following = messaging.reader().follow(Topics.SCHEMAS, Start.BEGINNING, message -> {
            synchronized (published) {
                published.put(message.key(), new String(message.payload(), StandardCharsets.UTF_8));
            }
        })) {
            await(following.caughtUp().toCompletableFuture());
        }
        synchronized (published) {
            assertThat(published).containsAllEntriesOf(SchemaCatalog.known());
        }
    }

    @Test
    void aForeignSenderIsUnderstoodByTheSchemaItPublishes() throws Exception {
        Schema foreign = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Control\",\"namespace\":\"io.lapidary.events\",\"fields\":["
                                + "{\"name\":\"requestId\",\"type\":\"string\"},{\"name\":\"createdAt\",\"type\":\"int\"},"
                                + "{\"name\":\"action\",\"type\":{\"type\":\"enum\",\"name\":\"ControlAction\",\"symbols\":[\"PAUSE\"]}}]}");
        GenericRecord control = new GenericData.Record(foreign);
        control.put("requestId", "r-1");
        control.put("createdAt", 5);
        control.put(
                "action", new GenericData.EnumSymbol(foreign.getField("action").schema(), "PAUSE"));
        var buffer = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), foreign).encode(control);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);

        String fingerprint = String.format("%016x", SchemaNormalization.parsingFingerprint64(foreign));
        assertThat(MessageCodec.fingerprint(bytes)).contains(fingerprint);
        publish(Topics.SCHEMAS, fingerprint, foreign.toString());
        Control read = messaging.codec().decode(Control.class, bytes);
        assertThat(read.getRequestId()).isEqualTo("r-1");
        assertThat(read.getAction()).hasToString("UNKNOWN");
    }

    @Test
    void whatForeignSendersLeaveOutIsEmpty() throws Exception {
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(Topics.CONTROL, Start.END, received::add);
                var producer = producer(Map.of())) {
            await(following.caughtUp().toCompletableFuture());
            var bare = new ProducerRecord<String, byte[]>(Topics.CONTROL, null, null);
            bare.headers().add("nothing", null);
            producer.send(bare).get(20, TimeUnit.SECONDS);
            Awaiting.until("the message", () -> !received.isEmpty());
        }
        assertThat(received.get(0)).satisfies(message -> {
            assertThat(message.key()).isEmpty();
            assertThat(message.payload()).isEmpty();
            assertThat(message.headers()).isEqualTo(Map.of("nothing", ""));
        });
    }

    @Test
    void onlyCommittedMessagesAreRead() throws Exception {
        var received = Collections.synchronizedList(new ArrayList<String>());
        try (var producer = producer(Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topics.RESULTS, "aborted", new byte[1]));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topics.RESULTS, "committed", new byte[1]));
            producer.commitTransaction();
        }
        // A transaction's marks are written a little after its commit.
        try (var following =
                messaging.reader().follow(Topics.RESULTS, Start.BEGINNING, message -> received.add(message.key()))) {
            Awaiting.until("what was committed", () -> received.contains("committed"));
            await(following.caughtUp().toCompletableFuture());
        }
        received.clear();
        // The last thing on the partition is a mark, which is never handed on: it must not be waited for.
        try (var following =
                messaging.reader().follow(Topics.RESULTS, Start.BEGINNING, message -> received.add(message.key()))) {
            await(following.caughtUp().toCompletableFuture());
            assertThat(received).containsExactly("committed");
        }
    }

    /** As after kill -9: the holder of an item is not heard of any more. */
    @Test
    void anItemWhoseHolderIsSilentGoesToAnotherNode() throws Exception {
        Lane lane = Lane.CALIBRATE;
        var config = new HashMap<>(settings.connection().properties());
        config.putAll(Map.of("group.id", TopicLayout.workers(lane), "share.acknowledgement.mode", "explicit"));
        try (var silent = new KafkaShareConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            silent.subscribe(List.of(Topics.work(lane)));
            publish(Topics.work(lane), "key", "item");
            Awaiting.until(
                    "the silent one has it",
                    () -> !silent.poll(Duration.ofMillis(100)).isEmpty());
            var taken = Collections.synchronizedList(new ArrayList<String>());
            try (var node = messaging.workSource().take(lane, () -> 1, item -> {
                taken.add(item.key());
                return CompletableFuture.completedFuture(Acknowledgement.ACCEPT);
            })) {
                Awaiting.until("the other has it", () -> taken.contains("key"));
                await(node.caughtUp().toCompletableFuture());
            }
        }
    }

    @Test
    void passwordsAreNotShown() {
        var secret = new KafkaConnection(
                Map.of("bootstrap.servers", "a:1", "sasl.jaas.config", "password=\"secret\""), -1, 0);
        assertThat(secret.toString()).doesNotContain("secret").contains("a:1");
        assertThat(KafkaSettings.of(secret).toString()).doesNotContain("secret");
    }

    private static void publish(String topic, String key, String text) throws Exception {
        var message = new OutboundMessage(topic, key, Map.of(), text.getBytes(StandardCharsets.UTF_8));
        await(messaging.publisher().publish(message).toCompletableFuture());
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        var config = new HashMap<>(settings.connection().properties());
        config.putAll(more);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static void await(CompletableFuture<Void> stage) throws Exception {
        stage.get(40, TimeUnit.SECONDS);
    }
}
