package io.lapidary.messaging.kafka.internal;

/** A consumer's thread that may be waiting for the broker, to be woken by another. Never wakes one that is closed. */
final class Wakeable {
    private static final Runnable NOBODY = () -> {};

    private Runnable wakeup = NOBODY;

    synchronized void set(Runnable how) {
        wakeup = how;
    }

    synchronized void clear() {
        wakeup = NOBODY;
    }

    synchronized void wake() {
        wakeup.run();
    }
}
