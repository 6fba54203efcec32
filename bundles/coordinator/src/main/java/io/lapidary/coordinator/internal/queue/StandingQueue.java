package io.lapidary.coordinator.internal.queue;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds a lane by what lies in it and is not needed there: a queue that never empties. It delays whatever comes later, and without it nobody
 * would be less busy.
 *
 * <p>Of the items that were begun in an interval, the one that lay shortest tells how long the standing queue is; the others
 * lay because a transaction brings many at once (Nichols, Jacobson: Controlling Queue Delay, ACM Queue 10(5), 2012). What
 * counts is how much longer that was than the shortest of the last seconds, for each node by itself: clocks that differ fall out of it, and
 * what it takes to get an item to a node. A queue that stood for all of these seconds would, too; but none is left to stand.
 */
final class StandingQueue {
    private static final long INTERVAL_MILLIS = 250;
    private static final long FORGET_MILLIS = 5_000;
    /** With fewer items begun nothing is known. */
    private static final int FEW = 4;
    /** So much is to stand, or one item's work: without any, workers would be idle whenever a transaction takes a little longer. */
    private static final double WANTED_MILLIS = 5;

    private static final double GROWTH = 1.25;

    /** The shortest that an item lay, by node: of the last seconds, and of those before. */
    private Map<String, Long> shortest = new HashMap<>();

    private Map<String, Long> shortestBefore = Map.of();
    private long forgetAt;

    /** None as long as no queue stood. */
    private double bound = Double.POSITIVE_INFINITY;
    /** What was dispatched before tells nothing of the present bound. */
    private long since;

    private int seen;
    private long standing = Long.MAX_VALUE;
    private int completed;
    private int most;
    private boolean full;

    /** The most items that are to be out. */
    double bound() {
        return bound;
    }

    void begun(Begun item) {
        long least = Math.min(
                item.layMillis(),
                Math.min(
                        shortest.getOrDefault(item.node(), Long.MAX_VALUE),
                        shortestBefore.getOrDefault(item.node(), Long.MAX_VALUE)));
        shortest.merge(item.node(), item.layMillis(), Math::min);
        if (item.dispatchedAt() >= since) {
            seen++;
            standing = Math.min(standing, item.layMillis() - least);
        }
    }

    void completed() {
        completed++;
    }

    /** Something had to wait because of the window. */
    void full() {
        full = true;
    }

    /**
     * @param out items that are out
     * @param workMillis an item is worked on so long
     */
    void tick(int out, double workMillis, long now) {
        if (now >= forgetAt) {
            shortestBefore = shortest;
            shortest = new HashMap<>();
            forgetAt = now + FORGET_MILLIS;
        }
        most = Math.max(most, out);
        if (now - since < INTERVAL_MILLIS || seen < FEW) {
            return;
        }
        double wanted = Math.max(WANTED_MILLIS, workMillis);
        if (standing > wanted) {
            double needless = completed * (standing - wanted) / (now - since);
            bound = Math.max(most / 2.0, Math.min(most, bound) - needless);
        } else if (full && standing < wanted / 2) {
            bound *= GROWTH;
        }
        since = now;
        seen = 0;
        standing = Long.MAX_VALUE;
        completed = 0;
        full = false;
        most = 0;
    }

    void restart() {
        bound = Double.POSITIVE_INFINITY;
    }
}
