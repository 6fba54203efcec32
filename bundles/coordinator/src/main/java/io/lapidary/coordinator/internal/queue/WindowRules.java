package io.lapidary.coordinator.internal.queue;

import java.time.Duration;

/**
 * How far a lane is filled ahead of its workers.
 *
 * @param initial items of the light lane that one task dispatches before it knows how fast they are done
 * @param max the most that one task has dispatched and not complete in a lane
 * @param ahead a lane holds what its nodes are seen to complete in this time
 * @param perCore items for each core that serves a lane, divided among the tasks: the least, however slow they are
 */
public record WindowRules(int initial, int max, Duration ahead, int perCore) {
    public WindowRules {
        if (initial < 1 || perCore < 1 || max < initial || ahead.isNegative()) {
            throw new IllegalArgumentException("a lane takes at least one item: " + initial + ", " + max);
        }
    }
}
