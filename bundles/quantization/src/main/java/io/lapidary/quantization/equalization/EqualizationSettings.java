package io.lapidary.quantization.equalization;

import java.util.Objects;

/**
 * How channels between layers are scaled.
 *
 * @param balance what is made alike
 * @param weightBits of the weights that are made later, for {@link Balance#NOISE}
 * @param activationBits of the activations that are made later, for {@link Balance#NOISE}; 0 where they stay float32
 * @param powerOfTwo whether scales are rounded to powers of two
 * @param absorbBias whether what a channel always has goes into the next layer's bias; needs samples
 * @param minAbsorptionSqnr absorption is undone if the outputs come out further from the model's, in dB
 * @param iterations sweeps over all pairs after which {@link Balance#WEIGHTS} ends, converged or not
 */
public record EqualizationSettings(
        Balance balance,
        int weightBits,
        int activationBits,
        boolean powerOfTwo,
        boolean absorbBias,
        double minAbsorptionSqnr,
        long iterations) {
    private static final int USUAL_BITS = 8;
    private static final double USUAL_SQNR = 50;
    private static final long USUAL_ITERATIONS = 100;

    /** What is made alike. */
    public enum Balance {
        /** Noise where there are samples, else weights. */
        AUTO,
        /** The weights on both sides of a channel. */
        WEIGHTS,
        /** The ranges of a tensor's channels; needs samples. */
        ACTIVATIONS,
        /** Nothing: the scales of the least rounding noise are taken; needs samples. */
        NOISE
    }

    public EqualizationSettings {
        Objects.requireNonNull(balance, "balance");
    }

    /** For weights and activations of 8 bits, without absorption. */
    public static EqualizationSettings plain(Balance balance) {
        return new EqualizationSettings(balance, USUAL_BITS, USUAL_BITS, false, false, USUAL_SQNR, USUAL_ITERATIONS);
    }
}
