package io.lapidary.quantization.equalization;

import java.util.Arrays;

/**
 * Between what each channel's scale may lie.
 *
 * @param least by channel
 * @param most by channel
 */
record ScaleLimits(double[] least, double[] most) {
    /** Far enough for any network, and near enough that no weight leaves the range of float32. */
    static final double LARGEST = 0x1p12;

    /** As far as numbers allow. */
    static ScaleLimits wide(int channels) {
        double[] least = new double[channels];
        double[] most = new double[channels];
        Arrays.fill(least, 1 / LARGEST);
        Arrays.fill(most, LARGEST);
        return new ScaleLimits(least, most);
    }

    /**
     * Of channels that must not grow beyond a ceiling that they stay below now.
     *
     * @param values the largest of each channel; a channel beyond the ceiling is not scaled
     */
    static ScaleLimits below(double[] values, double ceiling) {
        ScaleLimits limits = wide(values.length);
        for (int c = 0; c < values.length; c++) {
            // Not "greater": an undefined value counts as beyond.
            if (!(values[c] <= ceiling)) {
                limits.least[c] = 1;
                limits.most[c] = 1;
            } else {
                limits.least[c] = Math.max(limits.least[c], values[c] / ceiling);
            }
        }
        return limits;
    }

    boolean allFixed() {
        return Arrays.equals(least, most);
    }

    double hold(int channel, double scale) {
        return Math.max(least[channel], Math.min(most[channel], scale));
    }

    /** The nearest power of two, the next one up if that is too small. */
    double powerOfTwo(int channel, double scale) {
        double power = Math.scalb(1.0, (int) Math.rint(Math.log(scale) / Math.log(2)));
        return power < least[channel] ? 2 * power : power;
    }
}
