package io.lapidary.evaluation.internal.explain.measure;

import java.time.Duration;

/** How much of a budget of wall time is left. */
public final class Clock {
    private final long start = System.nanoTime();
    private final Duration budget;

    public Clock(Duration budget) {
        this.budget = budget;
    }

    /** Seconds since the start. */
    public double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What is left; never negative. */
    public Duration left() {
        Duration left = budget.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A share of what is left. */
    public Duration share(double part) {
        return Duration.ofMillis((long) (left().toMillis() * part));
    }
}
