package io.lapidary.coordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer has given so far, of which nothing is to be missing, doubled or out of its order. */
final class Reading {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private int count;
    private int revocations;

    private Reading(Consumer<byte[], byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .forEach(p -> next.put(new TopicPartition(p.topic(), p.partition()), 0L));
    }

    /** From the beginning of all partitions of these topics. */
    static Reading assigned(Consumer<byte[], byte[]> consumer, List<String> topics) {
        var reading = new Reading(consumer, topics);
        consumer.assign(reading.next.keySet());
        return reading;
    }

    /** As the only member of a group, which commits what was given when its partitions are taken away. */
    static Reading subscribed(Consumer<byte[], byte[]> consumer, List<String> topics) {
        var reading = new Reading(consumer, topics);
        consumer.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                reading.revocations++;
                var given = new HashMap<TopicPartition, OffsetAndMetadata>();
                partitions.forEach(each -> given.put(each, new OffsetAndMetadata(reading.next.get(each))));
                consumer.commitSync(given);
            }
        });
        return reading;
    }

    /** Polls until so many records are taken in all, and nothing of what the caller has paused. */
    void until(int records, Duration patience) {
        Set<TopicPartition> paused = consumer.paused();
        long end = System.nanoTime() + patience.toNanos();
        while (count < records) {
            assertThat(System.nanoTime()).as("%d of %d", count, records).isLessThan(end);
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                var partition = new TopicPartition(record.topic(), record.partition());
                assertThat(record.offset()).isEqualTo(next.put(partition, record.offset() + 1));
                assertThat(paused).doesNotContain(partition);
                count++;
            }
            consumer.assignment()
                    .forEach(each -> assertThat(consumer.position(each)).isEqualTo(next.get(each)));
            assertThat(consumer.paused()).isEqualTo(paused);
        }
    }

    /** How often partitions were taken away. */
    int revocations() {
        return revocations;
    }

    /** Tells the consumer to go on where it is. */
    void seek() {
        next.forEach(consumer::seek);
    }

    int of(String topic) {
        return next.entrySet().stream()
                .filter(e -> e.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .mapToInt(Long::intValue)
                .sum();
    }
}
