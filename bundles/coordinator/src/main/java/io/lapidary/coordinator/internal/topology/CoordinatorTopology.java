package io.lapidary.coordinator.internal.topology;

import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;

/**
 * Requests of every tenant, controls, completions and heartbeats, all keyed by requestId on as many partitions, meet in one
 * processor with one store; one sink writes what it sends. Catalog, schemas and what
 * tenants have elsewhere are global stores.
 *
 * <p>Every store is in memory; that of requests has a changelog.
 */
public final class CoordinatorTopology {
    /** Every request: live ones in full, ended ones in brief. */
    public static final String REQUESTS_STORE = "requests";

    /** {@code lapidary.requests} and {@code lapidary.requests.<tenant>}. */
    static final Pattern REQUEST_TOPICS = Pattern.compile(Pattern.quote(Topics.REQUESTS) + "(\\.[A-Za-z0-9._-]+)?");

    /** {@code lapidary.control} and {@code lapidary.control.<tenant>}. */
    static final Pattern CONTROL_TOPICS = Pattern.compile(Pattern.quote(Topics.CONTROL) + "(\\.[A-Za-z0-9._-]+)?");

    /**
     * Kafka Streams takes the eldest of what it has read. Completions count as this much older than they are, so that they go before
     * requests: they make room for what waits, and in the order of times workers would have nothing to do until a swarm of
     * requests is admitted to its last. No more, since the changelog's records bear these times.
     */
    private static final long PRECEDENCE_MILLIS = 3_600_000;

    private static final String CATALOG_STORE = "catalog";
    private static final String TENANT_USE_STORE = "tenant-use";
    private static final String SCHEMAS_STORE = "schemas";
    private static final String COORDINATOR = "coordinator";

    private CoordinatorTopology() {}

    /** Whether tenants write to a topic, each to its own. */
    public static boolean isTenants(String topic) {
        return REQUEST_TOPICS.matcher(topic).matches()
                || CONTROL_TOPICS.matcher(topic).matches();
    }

    /**
     * @param quotas as they are at a moment
     * @param schemas learns every schema that is published
     * @param lanes what is dispatched in them
     * @param commits when transactions of the thread that asks were committed
     */
    public static Topology build(
            CoordinatorSettings settings,
            Supplier<Quotas> quotas,
            SchemaCatalog schemas,
            LaneBoard lanes,
            CommitTimes commits) {
        return build(settings, quotas, schemas, lanes, commits, Stores.inMemoryKeyValueStore(REQUESTS_STORE));
    }

    /** @param requests the store of requests, which a test may fill beforehand */
    static Topology build(
            CoordinatorSettings settings,
            Supplier<Quotas> quotas,
            SchemaCatalog schemas,
            LaneBoard lanes,
            CommitTimes commits,
            KeyValueBytesStoreSupplier requests) {
        var shared = Shared.of(settings, quotas, lanes, commits);
        var topology = new Topology();
        follow(topology, SCHEMAS_STORE, Topics.SCHEMAS, new SchemaLearner(schemas));
        follow(
                topology,
                CATALOG_STORE,
                Topics.CATALOG,
                new CatalogFollower(new MessageCodec(schemas), shared.catalog()));
        follow(
                topology,
                TENANT_USE_STORE,
                Topics.TENANT_USE,
                new UseFollower(new MessageCodec(schemas), shared.uses()));
        return topology.addSource("requests", bytes(), bytes(), REQUEST_TOPICS)
                .addSource("control", bytes(), bytes(), CONTROL_TOPICS)
                .addSource(
                        AutoOffsetReset.earliest(),
                        "completions",
                        (record, time) -> Math.max(0, record.timestamp() - PRECEDENCE_MILLIS),
                        bytes(),
                        bytes(),
                        Topics.COMPLETIONS)
                .addSource("heartbeats", bytes(), bytes(), Topics.HEARTBEATS)
                .addProcessor(
                        COORDINATOR,
                        () -> new CoordinatorProcessor(
                                settings, shared, new MessageCodec(schemas, settings.schemaPatience())),
                        "requests",
                        "control",
                        "completions",
                        "heartbeats")
                .addStateStore(store(requests, settings.maxMessageBytes()), COORDINATOR)
                .<String, Outbound>addSink(
                        "sink",
                        (key, outbound, context) -> outbound.topic(),
                        new StringSerializer(),
                        (topic, outbound) -> outbound.payload(),
                        COORDINATOR);
    }

    private static ByteArrayDeserializer bytes() {
        return new ByteArrayDeserializer();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(
            KeyValueBytesStoreSupplier supplier, int maxMessageBytes) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(maxMessageBytes + 100_000)));
    }

    private static void follow(Topology topology, String name, String topic, Follower.Listener listener) {
        StoreBuilder<KeyValueStore<String, byte[]>> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingDisabled();
        topology.addGlobalStore(
                store,
                name + "-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic,
                name + "-follower",
                () -> new Follower(name, listener));
    }
}
