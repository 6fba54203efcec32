package io.lapidary.coordinator.internal.reading;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.kafka.common.TopicPartition;

/**
 * Whose turn it is among partitions that have more to give than was taken of them: topic by topic, and within a topic, partition
 * by partition.
 */
final class Turns {
    private final Predicate<String> taking;
    /** Topics and their partitions, each in the order of their turns. */
    private final Map<String, Set<TopicPartition>> waiting = new LinkedHashMap<>();

    /** @param taking the topics that take turns; what others have to give is never held back */
    Turns(Predicate<String> taking) {
        this.taking = taking;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** All that wait, or all but one. */
    Set<TopicPartition> waiting(Optional<TopicPartition> but) {
        var all = new HashSet<TopicPartition>();
        waiting.values().forEach(all::addAll);
        but.ifPresent(all::remove);
        return all;
    }

    boolean waits(TopicPartition partition) {
        return waiting.getOrDefault(partition.topic(), Set.of()).contains(partition);
    }

    /** Whose turn it is now, of those who wait; it waits on as the last of all. */
    TopicPartition next() {
        Iterator<Map.Entry<String, Set<TopicPartition>>> topics =
                waiting.entrySet().iterator();
        var topic = topics.next();
        topics.remove();
        Iterator<TopicPartition> partitions = topic.getValue().iterator();
        TopicPartition next = partitions.next();
        partitions.remove();
        topic.getValue().add(next);
        waiting.put(topic.getKey(), topic.getValue());
        return next;
    }

    /** It has more to give. */
    void more(TopicPartition partition) {
        if (taking.test(partition.topic())) {
            waiting.computeIfAbsent(partition.topic(), topic -> new LinkedHashSet<>())
                    .add(partition);
        }
    }

    /** All that it had was taken. */
    void done(TopicPartition partition) {
        waiting.computeIfPresent(partition.topic(), (topic, partitions) -> {
            partitions.remove(partition);
            return partitions.isEmpty() ? null : partitions;
        });
    }

    /** Only these are still of concern. */
    void retain(Collection<TopicPartition> partitions) {
        waiting.values().removeIf(waits -> {
            waits.retainAll(partitions);
            return waits.isEmpty();
        });
    }
}
