package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.junit.jupiter.api.Test;

/** A lane with a flood waiting, and workers of a given speed. */
class LanesTest {
    private static final WindowRules RULES = new WindowRules(16, 512, Duration.ofSeconds(2), 2);

    private final Lanes lanes = new Lanes(RULES, 8);
    private final Deque<Long> dispatched = new ArrayDeque<>();
    private long now;
    private long completed;

    private void flood(String lane, int count) {
        for (int i = 0; i < count; i++) {
            lanes.enqueue(lane, new Place("r" + i, -1, "t", 0, i), now);
        }
    }

    /**
     * @param atOnce items that the workers do side by side
     * @param millis from dispatch to completion, at least
     */
    private void work(String lane, int cores, int atOnce, long millis, long duration) {
        long busyUntil = now;
        for (long end = now + duration; now < end; now += 10) {
            busyUntil = Math.max(busyUntil, now);
            while (!dispatched.isEmpty() && dispatched.peek() + millis <= now && busyUntil - now < 10) {
                dispatched.poll();
                completed++;
                lanes.left(lane, "t", true, now);
                busyUntil += Math.max(1, millis / atOnce);
            }
            while (lanes.next(id -> cores, tenant -> true, now).isPresent()) {
                dispatched.add(now);
                lanes.dispatched(lane, now);
            }
        }
    }

    @Test
    void fillsALaneOfShortWorkUntilWorkersAreNeverIdle() {
        flood("light", 10_000);
        work("light", 2, 300, 300, 6_000);
        long before = completed;
        work("light", 2, 300, 300, 4_000);
        assertThat(completed - before).isGreaterThan(4 * 800);
        assertThat(dispatched.size()).isLessThanOrEqualTo(512);
    }

    @Test
    void keepsALaneOfLongWorkShallow() {
        flood("train", 1_000);
        work("train", 16, 16, 60_000, 600_000);
        assertThat(completed).isPositive();
        assertThat(dispatched.size()).isEqualTo(4); // 16 cores, two items each, shared by 8 tasks
    }

    @Test
    void becomesShallowAgainWhenShortWorkTurnsLong() {
        flood("light", 100_000);
        work("light", 2, 300, 300, 8_000);
        assertThat(dispatched.size()).isGreaterThan(100);
        dispatched.clear();
        for (int i = 0; i < 512; i++) {
            lanes.left("light", "t", false, now);
        }
        work("light", 2, 1, 20_000, 60_000);
        assertThat(lanes.next(id -> 2, tenant -> true, now)).isEmpty();
    }

    @Test
    void dispatchesNothingInALaneThatNobodyServes() {
        flood("train", 5);
        assertThat(lanes.next(id -> 0, tenant -> true, now)).isEmpty();
        assertThat(lanes.waiting()).isTrue();
        assertThat(lanes.next(id -> 1, tenant -> true, now)).isPresent();
    }
}
