package io.lapidary.quantization.calibration;

import java.util.Optional;

/**
 * The range whose integers have the least expected error of what is made of them: {@code step^2 / 12} for what is rounded, the
 * squared distance, many times over, for what is clipped of the samples, and once for what will be clipped of those to come
 * ({@link Tail}). Elements that are exactly 0, as behind a ReLU, have no error.
 *
 * <p>Clipping weighs more because a convolution, a matrix product or a pooling sums many elements: rounding errors are of
 * either sign and partly cancel, so that the energy of a sum's error is that of as many errors; clipping errors of neighbours
 * are of one sign and often come together, so that it is that of as many, times as many again.
 */
final class SquaredError {
    private static final int GRID = 128;
    private static final int ROUNDS = 3;
    /** About how many elements are summed. */
    private static final double CLIPPING_WEIGHT = 100;

    private final Distribution distribution;
    private final Tail below;
    private final Tail above;
    private final Levels levels;
    private final double share;
    private final ElementErrors errors;

    /**
     * @param response of what reads the activation, if its errors are to be measured there
     * @param share of all elements of the samples that the distribution counts
     */
    SquaredError(
            Distribution distribution,
            Optional<Response> response,
            double share,
            Tail below,
            Tail above,
            Levels levels) {
        this.distribution = distribution;
        this.below = below;
        this.above = above;
        this.levels = levels;
        this.share = share;
        boolean oneSided =
                distribution.whole().min() == 0 || distribution.whole().max() == 0;
        int exact = oneSided ? distribution.zeroBin() : -1;
        this.errors = response.<ElementErrors>map(found -> new ResponseErrors(distribution, found, exact))
                .orElseGet(() -> new TailSums(distribution, exact));
    }

    ValueRange best() {
        double least = distribution.whole().min();
        double most = distribution.whole().max();
        double low = least;
        double high = most;
        double best = error(low, high);
        for (int round = 0; round < ROUNDS; round++) {
            double before = best;
            for (double candidate : candidates(most, above)) {
                double error = error(low, candidate);
                if (error < best && candidate > low) {
                    best = error;
                    high = candidate;
                }
            }
            for (double candidate : candidates(least, below)) {
                double error = error(candidate, high);
                if (error < best && candidate < high) {
                    best = error;
                    low = candidate;
                }
            }
            if (best == before) {
                break;
            }
        }
        return ValueRange.bounded(low, high);
    }

    /** From 0 to an end of what was seen, and beyond; the end alone where it is on the other side of 0. */
    private double[] candidates(double end, Tail tail) {
        boolean upper = end == distribution.whole().max();
        boolean inward = upper ? end > 0 : end < 0;
        // What never changes sign goes on so: roots and logarithms rest on it.
        double[] distances = inward ? tail.distances() : new double[1];
        double[] candidates = new double[distances.length + (inward ? GRID - 1 : 0)];
        for (int i = 0; i < distances.length; i++) {
            candidates[i] = upper ? end + distances[i] : end - distances[i];
        }
        for (int i = distances.length; i < candidates.length; i++) {
            candidates[i] = end * (i - distances.length + 1) / GRID;
        }
        return candidates;
    }

    private double error(double low, double high) {
        double min = Math.min(0, low);
        double max = Math.max(0, high);
        double step = levels.step(min, max);
        double unseen = errors.unseenBelow() * below.cost(distribution.whole().min() - min)
                + errors.unseenAbove() * above.cost(max - distribution.whole().max());
        return share * unseen
                + errors.rounding() * step * step / 12
                + CLIPPING_WEIGHT * (errors.clippedBelow(min) + errors.clippedAbove(max));
    }
}
