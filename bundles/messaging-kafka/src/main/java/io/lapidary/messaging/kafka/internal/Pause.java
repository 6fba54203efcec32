package io.lapidary.messaging.kafka.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a loop is to end, and how long it waits after failures: 0.2 s, doubled each time up to 5 s; the end cuts a wait short. */
final class Pause {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5_000;

    private final CountDownLatch end = new CountDownLatch(1);
    private long millis = FIRST_MILLIS;

    boolean ended() {
        return end.getCount() == 0;
    }

    void end() {
        end.countDown();
    }

    void awaitEnd() throws InterruptedException {
        end.await();
    }

    void reset() {
        millis = FIRST_MILLIS;
    }

    void backOff() {
        rest(millis);
        millis = Math.min(LONGEST_MILLIS, millis * 2);
    }

    /** Waits; the end cuts it short. */
    void rest(long restMillis) {
        try {
            end.await(restMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
        }
    }
}
