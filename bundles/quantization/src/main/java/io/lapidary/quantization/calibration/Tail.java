package io.lapidary.quantization.calibration;

import io.lapidary.api.engine.StatisticsResult.Extremes;

/**
 * What lies beyond the values that few samples showed. The largest value of a group of samples is taken to be distributed as
 * extremes are (Gumbel 1958): the probability that it passes a value far out falls as {@code exp(-t / scale)} with the distance t,
 * and what is then clipped costs {@code 2 scale^2} on average.
 *
 * <p>An end that several groups reach exactly is one, as that of an 8-bit image or of what was clipped, and nothing lies behind it.
 *
 * <p>Groups rather than samples, since their largest values lie where the tail is, and vary less where it ends soon, as that of a uniform
 * distribution does; consecutive samples, since those of a stream are alike and what comes next need not be. The scale is
 * {@code l / ln 2} for the second L-moment l, on which a lone outlier tells less than on the deviation (Hosking 1990).
 */
final class Tail {
    private static final int FEWEST_GROUPS = 8;
    private static final int STEPS = 16;
    private static final double STEPS_PER_SCALE = 4;
    /** Most tails end sooner than exponential ones. */
    private static final double WEIGHT = 1.0 / 3;

    private static final double EULER = 0.5772156649015329;

    private final double scale;
    /** Squared error of what passes the largest value seen, of as many samples as were seen. */
    private final double passing;

    private Tail(double scale, double passing) {
        this.scale = scale;
        this.passing = passing;
    }

    /**
     * @param extreme the largest magnitude at one end
     * @param groups what was the largest in groups of samples; of too few, there is no tail
     */
    static Tail of(double extreme, Extremes groups) {
        double scale = groups.lScale() / Math.log(2);
        boolean bounded = groups.utmost() > 1;
        if (groups.groups() < FEWEST_GROUPS || scale == 0 || bounded) {
            return new Tail(0, 0);
        }
        // The mode lies EULER scales below the mean.
        double probability = Math.min(1, Math.exp(-Math.abs(extreme - groups.mean()) / scale - EULER));
        return new Tail(scale, WEIGHT * groups.groups() * probability * 2 * scale * scale);
    }

    /** Expected squared error of clipping at a distance behind the largest value seen, of as many samples as were seen. */
    double cost(double distance) {
        return scale == 0 ? 0 : passing * Math.exp(-Math.max(0, distance) / scale);
    }

    /** Distances behind the largest value seen that are worth a look. */
    double[] distances() {
        double[] distances = new double[scale == 0 ? 1 : STEPS + 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = i * scale / STEPS_PER_SCALE;
        }
        return distances;
    }
}
