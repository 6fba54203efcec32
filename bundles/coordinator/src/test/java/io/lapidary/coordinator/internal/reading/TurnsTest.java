package io.lapidary.coordinator.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final TopicPartition MUCH_0 = new TopicPartition("much", 0);
    private static final TopicPartition MUCH_1 = new TopicPartition("much", 1);
    private static final TopicPartition LITTLE = new TopicPartition("little", 0);

    private final Turns turns = new Turns(topic -> !topic.equals("ours"));

    private String next(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> turns.next().toString())
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    @Test
    void topicsTakeTurnsHoweverManyPartitionsOfOneWait() {
        turns.more(MUCH_0);
        turns.more(MUCH_1);
        turns.more(LITTLE);
        assertThat(next(6)).isEqualTo("much-0 little-0 much-1 little-0 much-0 little-0");
    }

    @Test
    void whoWaitsAlreadyKeepsItsPlace() {
        turns.more(MUCH_0);
        turns.more(LITTLE);
        turns.more(MUCH_0);
        assertThat(next(2)).isEqualTo("much-0 little-0");
    }

    @Test
    void allButTheOneWhoseTurnItIsAreHeldBack() {
        turns.more(MUCH_0);
        turns.more(MUCH_1);
        turns.more(LITTLE);
        assertThat(turns.waiting(Optional.of(turns.next()))).containsExactlyInAnyOrder(MUCH_1, LITTLE);
        assertThat(turns.waiting(Optional.empty())).hasSize(3);
    }

    @Test
    void whatIsNoTenantsNeverWaits() {
        turns.more(new TopicPartition("ours", 0));
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void whatIsDoneOrGoneElsewhereWaitsNoMore() {
        turns.more(MUCH_0);
        turns.more(MUCH_1);
        turns.more(LITTLE);
        turns.done(LITTLE);
        turns.retain(Set.of(MUCH_1, LITTLE));
        assertThat(turns.waits(MUCH_1)).isTrue();
        assertThat(turns.waits(MUCH_0)).isFalse();
        assertThat(turns.waits(LITTLE)).isFalse();
        assertThat(next(2)).isEqualTo("much-1 much-1");
        turns.done(MUCH_1);
        assertThat(turns.isEmpty()).isTrue();
    }
}
