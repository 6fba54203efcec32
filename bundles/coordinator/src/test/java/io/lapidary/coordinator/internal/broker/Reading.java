package io.lapidary.coordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a consumer has given so far, of which nothing is to be missing, doubled or out of its order. */
final class Reading {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private int count;

    /** From the beginning of all partitions of these topics. */
    Reading(Consumer<byte[], byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        partitions.forEach(partition -> next.put(partition, 0L));
        consumer.assign(partitions);
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
            assertThat(consumer.paused()).isEqualTo(paused);
        }
    }

    int of(String topic) {
        return next.entrySet().stream()
                .filter(e -> e.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .mapToInt(Long::intValue)
                .sum();
    }
}
