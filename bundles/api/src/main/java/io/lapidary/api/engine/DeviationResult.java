package io.lapidary.api.engine;

import java.util.List;

/**
 * @param tensors one per pair, in the request's order
 * @param count samples that were run
 */
public record DeviationResult(List<Deviation> tensors, long count) {
    public DeviationResult {
        tensors = List.copyOf(tensors);
    }

    /**
     * How far one tensor is from what it stands for.
     *
     * <p>The energies are not-a-number where the two have not the same number of elements.
     *
     * <p>A rewrite may scale channels of an activation and the weights that read it back, which leaves the function as it is.
     * Where a channel (index of the last axis) of the candidate is the reference's times a positive factor, and much nearer to that
     * than to the reference itself, the factor is given and everything else is measured by it: the error is that of the
     * candidate divided by the factor. Likewise for an offset, which a rewrite may move from a layer's bias into that of the layer that reads
     * it: the candidate is the reference times the factor, plus the offset.
     *
     * @param signalEnergy sum of squares of the reference
     * @param errorEnergy sum of squares of the difference
     * @param min least value of the reference, times its channel's factor, plus its offset
     * @param max largest value of the reference, times its channel's factor, plus its offset
     * @param lowest least value that the candidate's integers can stand for; negative infinity for float
     * @param highest largest value that the candidate's integers can stand for; infinity for float
     * @param outsideShare share of the reference's elements, times their channel's factor, plus its offset, that lie beyond those by
     *     more than one step
     * @param factors one per channel, 1 for those that have none; empty where no channel has one
     * @param offsets one per channel, 0 for those that have none; empty where no channel has one
     * @param nonFinite how many elements were NaN or infinite in one of the two; they enter nothing else
     */
    public record Deviation(
            double signalEnergy,
            double errorEnergy,
            float min,
            float max,
            float lowest,
            float highest,
            double outsideShare,
            List<Double> factors,
            List<Double> offsets,
            long nonFinite) {
        public Deviation {
            factors = List.copyOf(factors);
            offsets = List.copyOf(offsets);
        }

        /** Signal-to-quantization-noise ratio in decibels: 10 log10(signal / error), infinite where nothing differs. */
        public double sqnrDb() {
            return errorEnergy == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signalEnergy / errorEnergy);
        }
    }
}
