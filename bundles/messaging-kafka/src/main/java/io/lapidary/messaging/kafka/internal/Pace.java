package io.lapidary.messaging.kafka.internal;

import java.util.concurrent.TimeUnit;

/** Whether a lane's items are done so quickly that fetching them one by one would cost more than doing them. */
final class Pace {
    private static final double FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final double WEIGHT = 0.1;
    private static final int ENOUGH = 10;

    private double mean;
    private int seen;

    synchronized void took(long nanos) {
        mean = seen == 0 ? nanos : mean + WEIGHT * (nanos - mean);
        seen++;
    }

    synchronized boolean fast() {
        return seen >= ENOUGH && mean < FAST_NANOS;
    }
}
