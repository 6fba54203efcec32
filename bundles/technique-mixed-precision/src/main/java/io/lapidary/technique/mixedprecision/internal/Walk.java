package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.quantization.integer.mixed.Precision;

/**
 * From the cheapest assignment to the most exact one. Each step has the least {@code cost + weight * noise}, by prediction, for
 * a weight that rises from step to step, so that all of them lie on the lower hull of what is possible (Shoham and Gersho 1988,
 * Efficient bit allocation for an arbitrary set of quantizers). Since a conversion between units costs too, the least is looked
 * for by changes of whole runs of neighbours.
 */
final class Walk {
    private static final int STEPS_PER_DECADE = 6;
    private static final int FIRST_DECADE = -2;
    private static final int LAST_DECADE = 16;
    private static final int MOST_SWEEPS = 20;

    /** Ends the work if nobody wants it any more. */
    @FunctionalInterface
    interface Pulse {
        void check() throws InterruptedException;
    }

    private final Units units;
    private final Sensitivities noise;
    private final Costs costs;

    Walk(Units units, Sensitivities noise, Costs costs) {
        this.units = units;
        this.noise = noise;
        this.costs = costs;
    }

    /** At least one; noise falls from each to the next. */
    List<Assignment> steps(Pulse pulse) throws InterruptedException {
        var steps = new ArrayList<Assignment>();
        Assignment now = least(units.uniform(Precision.INT8), 0);
        steps.add(now);
        for (int i = FIRST_DECADE * STEPS_PER_DECADE; i <= LAST_DECADE * STEPS_PER_DECADE; i++) {
            pulse.check();
            now = least(now, Math.pow(10, (double) i / STEPS_PER_DECADE));
            if (noise.of(now) < noise.of(steps.get(steps.size() - 1))) {
                steps.add(now);
            }
        }
        return steps;
    }

    /** The assignment of the least weighted sum that changes of runs lead to. */
    private Assignment least(Assignment from, double weight) {
        Assignment now = from;
        double sum = sum(now, weight);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double before = sum;
            for (int length = 1; length <= units.count(); length = units.longer(length)) {
                for (int start = 0; start + length <= units.count(); start++) {
                    for (Precision precision : Precision.values()) {
                        Assignment other = units.with(now, start, start + length, precision);
                        double found = sum(other, weight);
                        if (found < sum) {
                            now = other;
                            sum = found;
                        }
                    }
                }
            }
            if (sum == before) {
                return now;
            }
        }
        return now;
    }

    private double sum(Assignment assignment, double weight) {
        return costs.of(assignment) + weight * noise.of(assignment);
    }
}
