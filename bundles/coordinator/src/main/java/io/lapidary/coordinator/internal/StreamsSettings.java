package io.lapidary.coordinator.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How Kafka Streams runs the topology.
 *
 * @param applicationId of the group of coordinators
 * @param clientId of this one
 * @param connection what every Kafka client is made with
 * @param replicationFactor of the changelog; -1 for the cluster's default
 * @param minInsyncReplicas of the changelog; 0 for the cluster's default
 * @param folder of its own
 * @param threads each with some of the partitions
 * @param standbys copies of the state on other coordinators
 * @param commit time between transactions
 * @param sessionTimeout after which another coordinator takes over
 */
record StreamsSettings(
        String applicationId,
        String clientId,
        Map<String, Object> connection,
        int replicationFactor,
        int minInsyncReplicas,
        Path folder,
        int threads,
        int standbys,
        Duration commit,
        Duration sessionTimeout) {
    /** On is what Kafka 5 makes of it; deprecated already, but without it 4.3 warns at every start. */
    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    /** At rest, a thread wakes so often; a poll that is given something ends at once. */
    private static final long POLL_MILLIS = 60;

    /** Handled before anything else is looked at that has come: some milliseconds. */
    private static final int POLL_RECORDS = 50;

    /** How soon a new tenant's topic is noticed. */
    private static final Duration METADATA_AGE = Duration.ofSeconds(10);

    Properties properties() {
        var properties = new Properties();
        properties.putAll(connection);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit.toMillis());
        // A commit that is due waits for a poll that has nothing to give; while little happens, none is waited for
        // (EarlyCommits).
        properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        // The order among topics means nothing here, so nobody waits for what another topic may yet give.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        if (minInsyncReplicas > 0) {
            properties.put(StreamsConfig.topicPrefix("min.insync.replicas"), Integer.toString(minInsyncReplicas));
        }
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        // Requests that wait are in the store; what is read ahead of it only takes heap.
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 250);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        properties.put(producer(ProducerConfig.BUFFER_MEMORY_CONFIG), 16L << 20);
        properties.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int) sessionTimeout.toMillis());
        properties.put(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int) sessionTimeout.toMillis() / 4);
        properties.put(consumer(ConsumerConfig.METADATA_MAX_AGE_CONFIG), (int) METADATA_AGE.toMillis());
        properties.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A commit does not wait for it, and nobody sees a message before; each request that is saved is broker's time.
        properties.put(producer(ProducerConfig.LINGER_MS_CONFIG), 20);
        // Batches are small: to pack each, and to unpack it at the broker, costs more than the bytes it saves.
        properties.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
        properties.put(GLOBAL_HANDLER, true);
        return properties;
    }

    private static String consumer(String name) {
        return StreamsConfig.consumerPrefix(name);
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }
}
