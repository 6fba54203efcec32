package io.lapidary.quantization.calibration;

/**
 * The integers that stand for an activation, as far as the choice of its range needs them.
 *
 * @param least integer
 * @param most integer
 * @param symmetric whether 0 stands for 0
 */
public record Levels(int least, int most, boolean symmetric) {
    /** The step between the numbers that two neighbours stand for, if the levels reach from {@code min} to {@code max} and 0. */
    public double step(double min, double max) {
        double low = Math.min(0, min);
        double high = Math.max(0, max);
        return symmetric ? Math.max(-low, high) / most : (high - low) / ((double) most - least);
    }
}
