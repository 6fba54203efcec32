package io.lapidary.coordinator.internal.topology;

import java.util.Arrays;

/**
 * Which records have their transaction committed at once instead of with the next that is due. While few come, a request need not
 * wait for two commits, and the stream thread, which commits only between two polls, need not wake so often for that; while
 * many come, a commit serves many.
 */
final class EarlyCommits {
    private static final int FEW = 15;
    private static final long WITHIN_MILLIS = 500;

    /** Of the last records, round and round. */
    private final long[] times = new long[FEW];

    private int next;

    EarlyCommits() {
        Arrays.fill(times, -WITHIN_MILLIS);
    }

    /** Counts a record, and tells whether few came of late. */
    synchronized boolean grants(long now) {
        boolean few = now - times[next] >= WITHIN_MILLIS;
        times[next] = now;
        next = (next + 1) % FEW;
        return few;
    }
}
