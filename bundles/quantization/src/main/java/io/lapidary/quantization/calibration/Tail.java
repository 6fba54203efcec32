package io.lapidary.quantization.calibration;

/**
 * What lies beyond the values that few samples showed. The largest value of each sample is taken to have an exponential tail
 * (Gumbel 1958): the largest of n samples is then {@code scale * ln(n)} over their mean, and the clipping of what further
 * samples bring, beyond a distance t behind the largest seen, costs {@code 2 scale^2 exp(-t / scale)} for every n samples.
 *
 * @param scale of the tail, in the tensor's unit; 0 for none
 */
record Tail(double scale) {
    private static final int FEWEST = 8;
    private static final int STEPS = 16;
    private static final double STEPS_PER_SCALE = 4;

    /**
     * @param extreme the largest magnitude at one end
     * @param average the mean over samples of each one's
     * @param samples seen
     */
    static Tail of(double extreme, double average, long samples) {
        double beyond = Math.abs(extreme - average);
        return new Tail(samples < FEWEST ? 0 : beyond / Math.log(samples));
    }

    /** Expected squared error of clipping at a distance behind the largest value seen. */
    double cost(double distance) {
        return scale == 0 ? 0 : 2 * scale * scale * Math.exp(-Math.max(0, distance) / scale);
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
