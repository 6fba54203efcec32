package io.lapidary.engine.litert.child.time;

import java.util.Arrays;

/** Durations gathered one by one, and their quantiles. */
final class Quantile {
    private long[] nanos = new long[1 << 10];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    int count() {
        return count;
    }

    /** Those from one in the order they were added, to before another. */
    Quantile between(int from, int to) {
        var some = new Quantile();
        some.nanos = Arrays.copyOfRange(nanos, from, to);
        some.count = to - from;
        return some;
    }

    /** In microseconds, between two durations by linear interpolation; {@code q} from 0 (the least) to 1 (the largest). */
    double micros(double q) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        double position = q * (count - 1);
        int below = (int) position;
        int above = Math.min(below + 1, count - 1);
        return (sorted[below] + (position - below) * (sorted[above] - sorted[below])) / 1e3;
    }
}
