package io.lapidary.coordinator.internal.reading;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The time between two turns in which a thread is there for others. While more was taken on than can go on anyway, to take on still more has an
 * eighth of the thread's time.
 */
final class Respite {
    /** So often the time that a turn took. */
    private static final int TIMES = 7;

    private static final Duration LONGEST = Duration.ofMillis(20);

    private OptionalLong takenAt = OptionalLong.empty();
    private long begun;
    private long nanos;

    /** A turn was taken. */
    void taken(long nanoTime) {
        takenAt = OptionalLong.of(nanoTime);
    }

    /**
     * What was given last is handled; if that was a turn, its respite begins.
     *
     * @param granted whether there is one; asked after a turn only
     */
    void handled(long nanoTime, BooleanSupplier granted) {
        takenAt.ifPresent(from -> {
            begun = nanoTime;
            nanos = granted.getAsBoolean() ? Math.min(LONGEST.toNanos(), TIMES * (nanoTime - from)) : 0;
        });
        takenAt = OptionalLong.empty();
    }

    /** How long it still lasts, in whole milliseconds, since nothing less can be waited for. */
    Duration left(long nanoTime) {
        long left = Math.max(0, nanos - (nanoTime - begun));
        return Duration.ofMillis(Duration.ofNanos(left + 999_999).toMillis());
    }
}
