package io.lapidary.messaging.contract;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, with a deadline. */
public final class Awaiting {
    private static final Duration AT_MOST = Duration.ofSeconds(40);

    private Awaiting() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + AT_MOST.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Whether the condition stays true for so long. */
    public static boolean remains(BooleanSupplier condition, Duration howLong) {
        long end = System.nanoTime() + howLong.toNanos();
        while (System.nanoTime() < end) {
            if (!condition.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }
}
