package io.lapidary.messaging.kafka.internal;

import java.util.concurrent.TimeUnit;

/**
 * Whether a lane's items are done so quickly that fetching them one by one would cost more than doing them.
 *
 * <p>Items that take longer may be quick all the same, by how soon a batch is worked off: where cores are scarce, those side by side wait
 * for one another, and small items that took long for that were fetched one by one, which took the cores from them.
 */
final class Pace {
    /** A fetch of its own takes a good part of that. */
    private static final double SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** Longer ones lose little by a fetch of their own. */
    private static final double LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A batch is worked off within 200 ms: well before an item that waits here for a place is handed back. */
    private static final double SHARE_NANOS = TimeUnit.MILLISECONDS.toNanos(200) / (double) LaneSubscription.BULK;

    private static final double WEIGHT = 0.1;
    private static final int ENOUGH = 10;

    private double time;
    private double share;
    private int seen;

    /**
     * An item was done.
     *
     * @param nanos that it took
     * @param together how many ran at its end, itself included; at least 1
     */
    synchronized void took(long nanos, int together) {
        double weight = seen == 0 ? 1 : WEIGHT;
        time += weight * (nanos - time);
        share += weight * ((double) nanos / together - share);
        seen++;
    }

    synchronized boolean fast() {
        return seen >= ENOUGH && (time < SHORT_NANOS || time < LONG_NANOS && share < SHARE_NANOS);
    }
}
