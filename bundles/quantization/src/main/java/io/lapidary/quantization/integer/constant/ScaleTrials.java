package io.lapidary.quantization.integer.constant;

/**
 * Scales of weights that are tried: from the least, with which nothing is clipped, to a little wider ones. How the weights of a channel
 * fall between its steps is a matter of chance, and the best of many chances is better than the first.
 */
public final class ScaleTrials {
    private static final int TRIALS = 32;
    /** The widest is wider by this part. */
    private static final double WIDEST = 0.0625;

    /** [channel, trial] */
    private final float[][] scales;

    private final double[][] errors;

    /** @param least scales, by channel */
    public ScaleTrials(float[] least) {
        this.scales = new float[least.length][TRIALS + 1];
        this.errors = new double[least.length][TRIALS + 1];
        for (int c = 0; c < least.length; c++) {
            scales[c][0] = least[c];
            for (int trial = 1; trial <= TRIALS; trial++) {
                scales[c][trial] = (float) (least[c] * (1 + WIDEST * trial / TRIALS));
            }
        }
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
            double scale = scales[channel][trial];
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
            double scale = scales[channel][trial];
            double apart = weight - scale * Math.rint(weight / scale);
            errors[channel][trial] += apart * apart;
        }
    }

    /** The scales of the least errors. */
    public float[] best() {
        float[] best = new float[scales.length];
        for (int c = 0; c < best.length; c++) {
            int found = 0;
            for (int trial = 1; trial <= TRIALS; trial++) {
                boolean usable = Float.isFinite(scales[c][trial]);
                found = usable && errors[c][trial] < errors[c][found] ? trial : found;
            }
            best[c] = scales[c][found];
        }
        return best;
    }
}
