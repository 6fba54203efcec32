package io.lapidary.evaluation.internal.explain.match;

import java.util.List;
import java.util.Map;

import io.lapidary.model.Tensor;

/**
 * What steps made of activations and took back where they are read, so that the function stays: channels (of the last axis) of the
 * packaged model's are the original's times a factor, plus an offset.
 *
 * @param factors of activations of the original, one per channel; those that are as they were are missing
 * @param offsets likewise
 */
public record Rewrites(Map<Tensor, List<Double>> factors, Map<Tensor, List<Double>> offsets) {
    /** None for an activation that is not scaled. */
    public List<Double> factors(Tensor original) {
        return factors.getOrDefault(original, List.of());
    }

    /** None for an activation that is not shifted. */
    public List<Double> offsets(Tensor original) {
        return offsets.getOrDefault(original, List.of());
    }

    public boolean touch(Tensor original) {
        return factors.containsKey(original) || offsets.containsKey(original);
    }
}
