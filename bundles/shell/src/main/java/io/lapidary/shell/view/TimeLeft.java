package io.lapidary.shell.view;

import java.util.OptionalDouble;

/** Estimates how long a phase still takes, from how far it came in which time. */
final class TimeLeft {
    private static final double LEAST_SECONDS = 1.0;
    private static final double LEAST_LEFT = 0.5;
    private static final double LEAST_FRACTION = 0.02;
    /** What begins a phase, as starting an engine, says little of the rest: so early an estimate was several times too high. */
    private static final double TELLING_FRACTION = 0.2;

    private static final double TELLING_SECONDS = 15;

    private final long begin;
    private double fraction = -1;
    private long fractionAt;

    TimeLeft(long nowNanos) {
        begin = nowNanos;
        fractionAt = nowNanos;
    }

    void fraction(double value, long nowNanos) {
        if (value != fraction) {
            fraction = value;
            fractionAt = nowNanos;
        }
    }

    double fraction() {
        return fraction;
    }

    double elapsedSeconds(long nowNanos) {
        return (nowNanos - begin) / 1e9;
    }

    /** In seconds, above 0; empty as long as too little is known, and once the estimate has run out. */
    OptionalDouble seconds(long nowNanos) {
        double spent = (fractionAt - begin) / 1e9;
        boolean early = fraction < TELLING_FRACTION && spent < TELLING_SECONDS;
        if (early || fraction < LEAST_FRACTION || spent < LEAST_SECONDS) {
            return OptionalDouble.empty();
        }
        double left = spent * (1 - fraction) / fraction - (nowNanos - fractionAt) / 1e9;
        return left < LEAST_LEFT ? OptionalDouble.empty() : OptionalDouble.of(left);
    }
}
