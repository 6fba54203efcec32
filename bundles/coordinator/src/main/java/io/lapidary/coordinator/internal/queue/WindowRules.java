package io.lapidary.coordinator.internal.queue;

/**
 * How far a lane is filled ahead of its workers.
 *
 * @param max the most that are dispatched and not complete in a lane
 * @param perCore items for each core that serves a lane: the least, however slow they are
 * @param sharedPerCore such items while tenants share a lane: the most
 */
public record WindowRules(int max, int perCore, int sharedPerCore) {
    public WindowRules {
        if (max < 1 || perCore < 1 || sharedPerCore < perCore) {
            throw new IllegalArgumentException("a lane takes at least one item, and what is the least at most: " + max
                    + ", " + perCore + ", " + sharedPerCore);
        }
    }
}
