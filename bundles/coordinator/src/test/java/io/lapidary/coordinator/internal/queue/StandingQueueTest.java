package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A lane of two nodes, 200 items a second, of which 100 are out; nodes' clocks differ from the coordinator's by hours. */
class StandingQueueTest {
    private static final int OUT = 100;

    private final StandingQueue queue = new StandingQueue();
    private long now = 1_000_000;

    /** Half a second in which items lie for {@code shortest} to {@code shortest + 80} ms on the one node and longer on the other. */
    private void pass(long shortest) {
        queue.full();
        for (int i = 0; i < 100; i++, now += 5) {
            boolean one = i % 2 == 0;
            long clock = one ? 7_200_000 : -3_600_000;
            queue.completed();
            queue.begun(new Begun(one ? "one" : "two", now, clock + shortest + i % 17 * 5 + (one ? 0 : 20)));
            queue.tick(OUT, 5, now);
        }
    }

    @Test
    void itemsThatOneTransactionBringsAreNoQueueThatStands() {
        for (int i = 0; i < 20; i++) {
            pass(0);
        }
        assertThat(queue.bound()).isInfinite();
    }

    @Test
    void aQueueThatStandsIsTakenAwayAndNoMore() {
        pass(0);
        pass(140);
        // 135 of the 140 ms are too much: 27 items at 200 a second.
        assertThat(queue.bound()).isBetween(0.5 * OUT, 0.9 * OUT);
    }

    @Test
    void growsAgainWhileNothingLies() {
        pass(0);
        pass(500);
        double less = queue.bound();
        for (int i = 0; i < 5; i++) {
            pass(0);
        }
        assertThat(queue.bound()).isGreaterThan(2 * less);
    }

    @Test
    void aSlowerWayToTheNodesIsNoQueueForLong() {
        pass(0);
        for (int i = 0; i < 30; i++) {
            pass(100);
        }
        double then = queue.bound();
        pass(100);
        pass(100);
        assertThat(queue.bound()).isGreaterThan(then);
    }

    @Test
    void itemsMayLieAsLongAsOneIsWorkedOn() {
        pass(0);
        queue.full();
        for (int i = 0; i < 100; i++, now += 50) {
            queue.completed();
            queue.begun(new Begun("one", now, 7_200_000 + 900));
            queue.tick(OUT, 1_000, now);
        }
        assertThat(queue.bound()).isInfinite();
    }
}
