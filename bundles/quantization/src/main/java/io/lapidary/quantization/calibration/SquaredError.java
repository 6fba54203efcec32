package io.lapidary.quantization.calibration;

import io.lapidary.quantization.integer.IntegerScheme;
import io.lapidary.quantization.integer.ValueRange;

/**
 * The range whose integers have the least expected squared error: {@code step^2 / 12} for what is rounded, the squared distance
 * for what is clipped. Elements that are exactly 0, as behind a ReLU, have no error.
 */
final class SquaredError {
    private static final int GRID = 128;
    private static final int ROUNDS = 3;

    private final Distribution distribution;
    private final IntegerScheme scheme;
    private final int zeroBin;

    SquaredError(Distribution distribution, IntegerScheme scheme) {
        this.distribution = distribution;
        this.scheme = scheme;
        // Behind a ReLU the bin of 0 holds the exact zeros.
        this.zeroBin = distribution.whole().min() == 0 ? 0 : -1;
    }

    ValueRange best() {
        int bins = distribution.bins();
        int low = 0;
        int high = bins;
        double best = error(low, high);
        for (int round = 0; round < ROUNDS; round++) {
            double before = best;
            for (int step = 1; step < GRID; step++) {
                int candidate = bins - (int) ((long) step * bins / GRID / 1);
                if (candidate > low + 1 && distribution.edge(candidate) > 0) {
                    double error = error(low, candidate);
                    if (error < best) {
                        best = error;
                        high = candidate;
                    }
                }
            }
            for (int step = 1; step < GRID; step++) {
                int candidate = (int) ((long) step * bins / GRID);
                if (candidate < high - 1 && distribution.edge(candidate) < 0) {
                    double error = error(candidate, high);
                    if (error < best) {
                        best = error;
                        low = candidate;
                    }
                }
            }
            if (best == before) {
                break;
            }
        }
        return distribution.between(low, high);
    }

    private double error(int low, int high) {
        double min = Math.min(0, distribution.edge(low));
        double max = Math.max(0, distribution.edge(high));
        double step = scheme.isSymmetric()
                ? Math.max(-min, max) / scheme.most()
                : (max - min) / (scheme.most() - scheme.least());
        double rounding = step * step / 12;
        double sum = 0;
        for (int bin = 0; bin < distribution.bins(); bin++) {
            double count = distribution.count(bin);
            if (count == 0 || bin == zeroBin) {
                continue;
            }
            double center = distribution.center(bin);
            double beyond = center > max ? center - max : center < min ? min - center : 0;
            sum += count * (rounding + beyond * beyond);
        }
        return sum;
    }
}
