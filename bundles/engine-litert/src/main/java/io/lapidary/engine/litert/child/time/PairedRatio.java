package io.lapidary.engine.litert.child.time;

import java.util.Arrays;

import io.lapidary.api.engine.LatencyResult.Ratio;

/**
 * The ratio of two models' times, from rounds in which both ran. The rounds are cut into 20 stretches that follow one another,
 * and each gives one ratio: of the medians within it. What slows the machine for a while slows both models within a
 * stretch, so it cancels there; and stretches depend on one another far less than rounds do. The median of the 20 lies between
 * the 6th and the 15th of them with a probability of 0.959, whatever their distribution (the sign test's interval; W. J.
 * Conover, Practical Nonparametric Statistics, section 3.2).
 */
final class PairedRatio {
    static final int STRETCHES = 20;

    private static final int LOW = 5;
    private static final int HIGH = STRETCHES - 1 - LOW;

    private PairedRatio() {}

    /**
     * @param first durations of the model that is compared with, one a round
     * @param second of the other in the same rounds, at least 20
     */
    static Ratio of(Quantile first, Quantile second) {
        int rounds = Math.min(first.count(), second.count());
        if (rounds < STRETCHES) {
            throw new IllegalArgumentException(rounds + " rounds are fewer than " + STRETCHES);
        }
        var ratios = new double[STRETCHES];
        for (int i = 0; i < STRETCHES; i++) {
            int from = (int) ((long) rounds * i / STRETCHES);
            int to = (int) ((long) rounds * (i + 1) / STRETCHES);
            // A clock that is too coarse for a model gives 0.
            ratios[i] = Math.max(1e-3, second.between(from, to).micros(.5))
                    / Math.max(1e-3, first.between(from, to).micros(.5));
        }
        Arrays.sort(ratios);
        double middle = (ratios[STRETCHES / 2 - 1] + ratios[STRETCHES / 2]) / 2;
        return new Ratio(ratios[LOW], middle, ratios[HIGH]);
    }
}
