package io.lapidary.quantization.calibration;

/**
 * What lies beyond the values that few samples showed. The largest value of each sample is taken to have an exponential tail
 * (Gumbel 1958): the probability that it passes the distance t behind the largest seen falls as {@code exp(-t / scale)}, and
 * what is then clipped costs {@code 2 scale^2} on average.
 *
 * <p>Two estimates of the tail are averaged, since either is far off at times. By the extreme: the largest of n samples is
 * {@code scale * ln(n)} over their mean, and passed once in n samples. By the deviation d: {@code scale = d sqrt(6) / pi}, and
 * the mode of the samples' largest values lies {@code 0.5772 scale} below their mean.
 */
final class Tail {
    private static final int FEWEST = 8;
    private static final int STEPS = 16;
    private static final double STEPS_PER_SCALE = 4;
    /** Most tails end sooner than exponential ones. */
    private static final double WEIGHT = 1.0 / 3;

    private static final double EULER = 0.5772156649015329;

    private static final Tail NONE = new Tail(0, 0, 0, 0);

    private final double byExtreme;
    private final double byDeviation;
    private final double passing;
    private final long samples;

    private Tail(double byExtreme, double byDeviation, double passing, long samples) {
        this.byExtreme = byExtreme;
        this.byDeviation = byDeviation;
        this.passing = passing;
        this.samples = samples;
    }

    /**
     * @param extreme the largest magnitude at one end
     * @param average the mean over samples of each one's
     * @param deviation their standard deviation
     * @param samples seen; of too few, there is no tail
     */
    static Tail of(double extreme, double average, double deviation, long samples) {
        double beyond = Math.abs(extreme - average);
        if (samples < FEWEST || beyond == 0) {
            return NONE;
        }
        double byDeviation = deviation * Math.sqrt(6) / Math.PI;
        double passing = byDeviation == 0 ? 0 : Math.min(1, Math.exp(-beyond / byDeviation - EULER));
        return new Tail(beyond / Math.log(samples), byDeviation, passing, samples);
    }

    /** Expected squared error of clipping at a distance behind the largest value seen, of as many samples as were seen. */
    double cost(double distance) {
        return WEIGHT * (cost(byExtreme, 1, distance) + cost(byDeviation, passing * samples, distance)) / 2;
    }

    private static double cost(double scale, double passed, double distance) {
        return scale == 0 ? 0 : 2 * scale * scale * passed * Math.exp(-Math.max(0, distance) / scale);
    }

    /** Distances behind the largest value seen that are worth a look. */
    double[] distances() {
        double scale = Math.max(byExtreme, byDeviation);
        double[] distances = new double[scale == 0 ? 1 : STEPS + 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = i * scale / STEPS_PER_SCALE;
        }
        return distances;
    }
}
