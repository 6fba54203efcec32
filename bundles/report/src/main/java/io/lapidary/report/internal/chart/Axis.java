package io.lapidary.report.internal.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A range of values with round ticks.
 *
 * @param min least value shown
 * @param max largest value shown
 * @param ticks values to mark, all within the range
 */
record Axis(double min, double max, List<Double> ticks) {
    Axis {
        ticks = List.copyOf(ticks);
    }

    /** From zero to a bit beyond the largest. */
    static Axis fromZero(Collection<Double> values, int ticks) {
        double top = values.stream().mapToDouble(v -> v).max().orElse(1);
        return rounded(0, top <= 0 ? 1 : top * 1.08, ticks);
    }

    /** About the values, with air above and below; never beyond {@code limit}'s next tick. */
    static Axis around(Collection<Double> values, double least, double limit, int ticks) {
        double low = values.stream().mapToDouble(v -> v).min().orElse(0);
        double high = values.stream().mapToDouble(v -> v).max().orElse(1);
        double span = Math.max(high - low, least);
        double middle = (low + high) / 2;
        double bottom = middle - span * 0.75;
        double top = Math.min(middle + span * 0.75, limit);
        return rounded(bottom, Math.max(top, high), ticks);
    }

    private static Axis rounded(double low, double high, int wanted) {
        double step = step((high - low) / wanted);
        long first = (long) Math.floor(low / step + 1e-9);
        long last = (long) Math.ceil(high / step - 1e-9);
        var ticks = new ArrayList<Double>();
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return new Axis(first * step, last * step, ticks);
    }

    /** The least of 1, 2, 2.5, 5 times a power of ten that is at least {@code raw}. */
    private static double step(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= raw * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where a value lies: 0 at the range's start, 1 at its end. */
    double share(double value) {
        return (value - min) / (max - min);
    }
}
