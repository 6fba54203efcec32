package io.lapidary.coordinator.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PortionsTest {
    private static final TopicPartition MUCH = new TopicPartition("much", 0);
    private static final TopicPartition LITTLE = new TopicPartition("little", 0);
    /** Behind the last record stands the end of a transaction. */
    private static final int GAP = 3;

    private final Portions portions = new Portions(4);

    /** With every second offset, as transactions of one record each leave them. */
    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, int first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), first + 2 * i, new byte[0], new byte[0]))
                .toList();
    }

    private static ConsumerRecords<byte[], byte[]> polled(int ofMuch) {
        return new ConsumerRecords<>(
                Map.of(MUCH, records(MUCH, 10, ofMuch), LITTLE, records(LITTLE, 100, 6)),
                Map.of(
                        MUCH, new OffsetAndMetadata(10 + 2 * ofMuch + GAP),
                        LITTLE, new OffsetAndMetadata(112)));
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream().map(ConsumerRecord::offset).toList();
    }

    private static long next(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.nextOffsets().get(partition).offset();
    }

    @Test
    void oneIsHandedOnInPortionsAndTheOthersAtOnce() {
        var first = portions.keep(MUCH, polled(10));
        assertThat(offsets(first, MUCH)).containsExactly(10L, 12L, 14L, 16L);
        assertThat(offsets(first, LITTLE)).hasSize(6);
        assertThat(portions.has(MUCH)).isTrue();
        assertThat(portions.has(LITTLE)).isFalse();

        var second = portions.next(MUCH);
        assertThat(second.partitions()).containsExactly(MUCH);
        assertThat(offsets(second, MUCH)).containsExactly(18L, 20L, 22L, 24L);

        var last = portions.next(MUCH);
        assertThat(offsets(last, MUCH)).containsExactly(26L, 28L);
        assertThat(portions.has(MUCH)).isFalse();
    }

    /** What is committed is where the next portion begins; after the last, what Kafka said, which may be behind a gap. */
    @Test
    void thePositionIsThatOfThePortionNotOfThePoll() {
        assertThat(portions.position(MUCH)).isEmpty();
        var first = portions.keep(MUCH, polled(6));
        assertThat(next(first, MUCH)).isEqualTo(18);
        assertThat(next(first, LITTLE)).isEqualTo(112);
        assertThat(portions.position(MUCH)).isEqualTo(OptionalLong.of(18));
        assertThat(next(portions.next(MUCH), MUCH)).isEqualTo(22 + GAP);
        assertThat(portions.position(MUCH)).isEmpty();
    }

    @Test
    void ofAPortionOrLessNothingIsKept() {
        var all = polled(4);
        assertThat(portions.keep(MUCH, all)).isSameAs(all);
        assertThat(portions.has(MUCH)).isFalse();
    }

    @Test
    void whatIsDroppedIsNotHandedOn() {
        portions.keep(MUCH, polled(10));
        portions.drop(List.of(LITTLE, MUCH));
        assertThat(portions.has(MUCH)).isFalse();
        assertThat(offsets(portions.keep(MUCH, polled(5)), MUCH)).startsWith(10L);
    }
}
