package io.lapidary.coordinator.internal.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.machine.RetryPolicy;
import io.lapidary.coordinator.internal.machine.Rules;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.Completion;
import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;
import io.lapidary.events.DeadLetter;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Outcome;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.StepRequest;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;

/** The topology with a clock of its own, and short words for what clients, nodes and workers do. */
public final class Rig implements AutoCloseable {
    public static final Duration LEASE = Duration.ofSeconds(60);
    public static final Duration HORIZON = Duration.ofDays(7);

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final TopologyTestDriver driver;
    private Instant now;
    private Quotas quotas;

    public Rig() {
        this(settings(windows()));
    }

    public Rig(CoordinatorSettings settings) {
        this(settings, Stores.inMemoryKeyValueStore(CoordinatorTopology.REQUESTS_STORE), START, Quotas.NONE);
    }

    private Rig(CoordinatorSettings settings, KeyValueBytesStoreSupplier store, Instant start, Quotas quotas) {
        this.quotas = quotas;
        var properties = new Properties();
        properties.put("application.id", "test");
        properties.put("bootstrap.servers", "unused:1");
        properties.put("statestore.cache.max.bytes", "0");
        this.now = start;
        this.driver = new TopologyTestDriver(
                CoordinatorTopology.build(
                        settings,
                        () -> this.quotas,
                        new SchemaCatalog(),
                        new LaneBoard(settings.windows(), settings.partitions()),
                        new CommitTimes(),
                        store),
                properties,
                start);
    }

    public static WindowRules windows() {
        return new WindowRules(512, 2, 512);
    }

    public static CoordinatorSettings settings(WindowRules windows) {
        return settings(windows, 1);
    }

    public static CoordinatorSettings settings(WindowRules windows, int partitions) {
        var retries = new RetryPolicy(
                Map.of(ErrorType.RESOURCE, 3, ErrorType.EXTERNAL, 4, ErrorType.INTERNAL, 2),
                3,
                5,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60));
        return new CoordinatorSettings(
                new Rules("test-node", HORIZON, LEASE, retries, 10, 20),
                windows,
                Duration.ofSeconds(30),
                Duration.ZERO,
                partitions,
                900_000);
    }

    /** Another task with the state of this one, as after a restart or a takeover. This one ends. */
    public Rig restarted() {
        var entries = new HashMap<String, byte[]>();
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(CoordinatorTopology.REQUESTS_STORE);
        try (var all = store.all()) {
            all.forEachRemaining(e -> entries.put(e.key, e.value));
        }
        close();
        return new Rig(settings(windows()), new FilledStore(CoordinatorTopology.REQUESTS_STORE, entries), now, quotas);
    }

    /** As an operator sets them, from now on. */
    public void quotas(Quotas newQuotas) {
        quotas = newQuotas;
    }

    public long now() {
        return now.toEpochMilli();
    }

    public void advance(Duration by) {
        now = now.plus(by);
        driver.advanceWallClockTime(by);
    }

    // ------------------------------------------------------------ what others send

    public void announce(CatalogEntry entry) {
        pipe(Topics.CATALOG, entry.getNode(), codec.encode(entry));
    }

    /** Lets time pass while a node of everything stays live. */
    public void liveFor(Duration time) {
        Duration left = time;
        while (!left.isZero()) {
            Duration piece = left.compareTo(Duration.ofSeconds(5)) < 0 ? left : Duration.ofSeconds(5);
            node();
            advance(piece);
            left = left.minus(piece);
        }
        node();
    }

    /** A node of everything that is idle. */
    public void node() {
        announce(Offers.node("node-1", now(), Offers.FLOAT16, Offers.INT8, Offers.PRUNE));
    }

    public OptimizationRequest.Builder request(String id, String... techniques) {
        var steps = new ArrayList<StepRequest>();
        for (String technique : techniques) {
            steps.add(StepRequest.newBuilder().setTechnique(technique).build());
        }
        return OptimizationRequest.newBuilder()
                .setRequestId(id)
                .setCreatedAt(now())
                .setModel("lapidary:sha256/" + "ab".repeat(32))
                .setSteps(steps);
    }

    public void send(OptimizationRequest.Builder request) {
        send(Topics.DEFAULT_TENANT, request);
    }

    public void send(String tenant, OptimizationRequest.Builder request) {
        OptimizationRequest built = request.build();
        pipe(Topics.requests(tenant), built.getRequestId(), codec.encode(built));
    }

    public void sendBytes(String topic, String key, byte[] bytes) {
        pipe(topic, key, bytes);
    }

    public void cancel(String requestId) {
        cancel(Topics.CONTROL, requestId);
    }

    public void cancel(String topic, String requestId) {
        var control = new Control(requestId, ControlAction.CANCEL, "changed my mind", now());
        pipe(topic, requestId, codec.encode(control));
    }

    /** What another coordinator says. */
    public void use(PartitionUse use) {
        pipe(Topics.TENANT_USE, Integer.toString(use.getPartition()), codec.encode(use));
    }

    public void heartbeat(WorkItem item) {
        var heartbeat = new Heartbeat(item.getWorkId(), item.getRequestId(), item.getAttempt(), "node-1", now());
        pipe(Topics.HEARTBEATS, item.getRequestId(), codec.encode(heartbeat));
    }

    public void succeed(WorkItem item) {
        complete(completion(item, Outcome.SUCCEEDED));
    }

    public void fail(WorkItem item, String code, ErrorType type) {
        complete(completion(item, Outcome.FAILED)
                .setError(new ErrorInfo(code, type.name(), "It broke.", "Mend it.", "somewhere")));
    }

    public Completion.Builder completion(WorkItem item, Outcome outcome) {
        return Completion.newBuilder()
                .setWorkId(item.getWorkId())
                .setRequestId(item.getRequestId())
                .setAttempt(item.getAttempt())
                .setRound(item.getRound())
                .setNode("node-1")
                .setFinishedAt(now())
                .setOutcome(outcome);
    }

    public void complete(Completion.Builder completion) {
        Completion built = completion.build();
        pipe(Topics.COMPLETIONS, built.getRequestId(), codec.encode(built));
    }

    private void pipe(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, now);
    }

    // ------------------------------------------------------------ what the coordinator sends, since the last look

    public List<WorkItem> work(String lane) {
        return read("lapidary.work." + lane, WorkItem.class);
    }

    public WorkItem oneItem(String lane) {
        return one(work(lane), lane);
    }

    public List<OptimizationResult> results() {
        return read(Topics.RESULTS, OptimizationResult.class);
    }

    public OptimizationResult oneResult() {
        return one(results(), "results");
    }

    public List<LifecycleEvent> events() {
        return read(Topics.EVENTS, LifecycleEvent.class);
    }

    public List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS, DeadLetter.class);
    }

    public <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        var messages = new ArrayList<T>();
        for (var received : records(topic)) {
            try {
                messages.add(codec.decode(type, received.value()));
            } catch (LapidaryException e) {
                throw new AssertionError(e);
            }
        }
        return messages;
    }

    public List<TestRecord<String, byte[]>> records(String topic) {
        if (!driver.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    public static Map<String, String> headers(TestRecord<String, byte[]> received) {
        var headers = new HashMap<String, String>();
        for (Header header : received.headers()) {
            headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return headers;
    }

    public KeyValueStore<String, byte[]> store() {
        return driver.getKeyValueStore(CoordinatorTopology.REQUESTS_STORE);
    }

    private static <T> T one(List<T> list, String what) {
        if (list.size() != 1) {
            throw new AssertionError("expected one message on " + what + ", got " + list);
        }
        return list.get(0);
    }

    @Override
    public void close() {
        driver.close();
    }
}
