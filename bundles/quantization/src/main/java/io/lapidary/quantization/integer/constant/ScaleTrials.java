package io.lapidary.quantization.integer.constant;

/**
 * Scales of weights that are tried: from the least, with which nothing is clipped, to a little wider ones. How the weights of a channel
 * fall between its steps is a matter of chance, and the best of many chances is better than the first.
 */
public final class ScaleTrials {
    private static final int TRIALS = 32;
    /** The widest is wider by this part. */
    private static final double WIDEST = 0.0625;

    private final float[] least;
    /** [channel, trial] */
    private final double[][] errors;

    /** @param least scales, by channel */
    public ScaleTrials(float[] least) {
        this.least = least;
        this.errors = new double[least.length][TRIALS + 1];
    }

    /**
     * Counts weights of a channel by the squared errors of their sums.
     *
     * @param moments of what they are multiplied by, [weights, weights], symmetric
     */
    public void add(int channel, double[] weights, double[] moments) {
        int size = weights.length;
        double[] apart = new double[size];
        for (int trial = 0; trial <= TRIALS; trial++) {
            double scale = scale(channel, trial);
            for (int i = 0; i < size; i++) {
                apart[i] = weights[i] - scale * Math.rint(weights[i] / scale);
            }
            double sum = 0;
            for (int i = 0; i < size; i++) {
                double row = 0.5 * moments[i * size + i] * apart[i];
                for (int j = 0; j < i; j++) {
                    row += moments[i * size + j] * apart[j];
                }
                sum += row * apart[i];
            }
            errors[channel][trial] += 2 * sum;
        }
    }

    /** Counts weights of a channel by their own squared errors. */
    public void add(int channel, double weight) {
        for (int trial = 0; trial <= TRIALS; trial++) {
            double scale = scale(channel, trial);
            double apart = weight - scale * Math.rint(weight / scale);
            errors[channel][trial] += apart * apart;
        }
    }

    /** The scales of the least errors. */
    public float[] best() {
        float[] best = new float[least.length];
        for (int c = 0; c < best.length; c++) {
            int found = 0;
            for (int trial = 1; trial <= TRIALS; trial++) {
                boolean usable = Float.isFinite(scale(c, trial));
                found = usable && errors[c][trial] < errors[c][found] ? trial : found;
            }
            best[c] = scale(c, found);
        }
        return best;
    }

    private float scale(int channel, int trial) {
        return trial == 0 ? least[channel] : (float) (least[channel] * (1 + WIDEST * trial / TRIALS));
    }
}
