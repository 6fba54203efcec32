package io.lapidary.coordinator.internal.reading;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records that were polled and not handed on yet, by partition. They are handed on in their order, a portion at a time. */
final class Portions {
    private final int size;
    private final Map<TopicPartition, Rest> rests = new HashMap<>();

    /**
     * @param records at least one
     * @param next what to read after them
     */
    private record Rest(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
        long position() {
            return records.get(0).offset();
        }
    }

    /** @param size the most records of a portion */
    Portions(int size) {
        this.size = size;
    }

    boolean has(TopicPartition partition) {
        return rests.containsKey(partition);
    }

    /** The next offset that is handed on, if anything is kept of the partition. */
    OptionalLong position(TopicPartition partition) {
        return has(partition) ? OptionalLong.of(rests.get(partition).position()) : OptionalLong.empty();
    }

    /**
     * Keeps what is more than a portion of one of the partitions.
     *
     * @param polled nothing is kept of that partition so far
     * @return all the rest
     */
    ConsumerRecords<byte[], byte[]> keep(TopicPartition partition, ConsumerRecords<byte[], byte[]> polled) {
        if (polled.records(partition).size() <= size) {
            return polled;
        }
        rests.put(
                partition,
                new Rest(polled.records(partition), polled.nextOffsets().get(partition)));
        var portion = next(partition);
        var records = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        polled.partitions().forEach(each -> records.put(each, polled.records(each)));
        records.put(partition, portion.records(partition));
        var next = new HashMap<>(polled.nextOffsets());
        next.putAll(portion.nextOffsets());
        return new ConsumerRecords<>(records, next);
    }

    /** The next portion of a partition of which something is kept. */
    ConsumerRecords<byte[], byte[]> next(TopicPartition partition) {
        Rest rest = rests.remove(partition);
        var records = rest.records();
        if (records.size() <= size) {
            return new ConsumerRecords<>(Map.of(partition, records), Map.of(partition, rest.next()));
        }
        var left = new Rest(records.subList(size, records.size()), rest.next());
        rests.put(partition, left);
        var next = new OffsetAndMetadata(
                left.position(),
                records.get(size - 1).leaderEpoch(),
                rest.next().metadata());
        return new ConsumerRecords<>(Map.of(partition, records.subList(0, size)), Map.of(partition, next));
    }

    /** What is kept of these is not handed on any more. */
    void drop(Collection<TopicPartition> partitions) {
        rests.keySet().removeAll(partitions);
    }
}
