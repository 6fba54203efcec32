package io.lapidary.coordinator.internal.reading;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that can hand on what was polled in portions. What it keeps of a partition counts as not polled yet for its caller: in its
 * position and lag, and where it is set to another position or taken away. For a caller that names the offsets that it commits, as
 * Kafka Streams does.
 */
abstract class KeepingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final Portions portions;

    /** @param portion the most records of one */
    KeepingConsumer(Map<String, Object> config, int portion) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.portions = new Portions(portion);
    }

    /** Whether something is kept of it; until that is handed on, it is not to be polled. */
    final boolean keeps(TopicPartition partition) {
        return portions.has(partition);
    }

    /** Keeps what is more than a portion of one partition, and gives the rest. */
    final ConsumerRecords<byte[], byte[]> keep(TopicPartition partition, ConsumerRecords<byte[], byte[]> polled) {
        return portions.keep(partition, polled);
    }

    /** The next portion of a partition of which something is kept. */
    final ConsumerRecords<byte[], byte[]> nextPortion(TopicPartition partition) {
        return portions.next(partition);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, dropping(listener));
    }

    @Override
    public void subscribe(Pattern topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, dropping(listener));
    }

    /** Who has a partition next reads it from what was committed, and so does this consumer when it gets it back. */
    private ConsumerRebalanceListener dropping(ConsumerRebalanceListener listener) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                portions.drop(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                portions.drop(partitions);
                listener.onPartitionsLost(partitions);
            }
        };
    }

    @Override
    public void unsubscribe() {
        portions.drop(assignment());
        super.unsubscribe();
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        portions.drop(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        portions.drop(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        portions.drop(partitions.isEmpty() ? assignment() : partitions);
        super.seekToBeginning(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        portions.drop(partitions.isEmpty() ? assignment() : partitions);
        super.seekToEnd(partitions);
    }

    @Override
    public long position(TopicPartition partition) {
        OptionalLong kept = portions.position(partition);
        return kept.isPresent() ? kept.getAsLong() : super.position(partition);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        OptionalLong kept = portions.position(partition);
        return kept.isPresent() ? kept.getAsLong() : super.position(partition, timeout);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        OptionalLong lag = super.currentLag(partition);
        OptionalLong kept = portions.position(partition);
        return lag.isPresent() && kept.isPresent()
                ? OptionalLong.of(lag.getAsLong() + super.position(partition) - kept.getAsLong())
                : lag;
    }
}
