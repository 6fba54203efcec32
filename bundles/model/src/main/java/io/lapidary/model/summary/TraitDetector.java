package io.lapidary.model.summary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** Finds the traits of a model as it came: what steps may require of it. */
public final class TraitDetector {
    private static final double SPARSE_SHARE = 0.2;
    private static final int CLUSTERS = 256;
    private static final int FEWEST_ELEMENTS = 1024;

    private TraitDetector() {}

    /** @throws LapidaryException if the annotations that the model carries cannot be read */
    public static Set<Trait> detect(Model model) throws LapidaryException {
        var traits = new HashSet<Trait>();
        var activations = model.subgraphs().stream()
                .flatMap(graph -> graph.operators().stream())
                .flatMap(operator -> operator.outputs().stream())
                .toList();
        boolean quantized = activations.stream().anyMatch(Tensor::isQuantized);
        if (quantized) {
            traits.add(Trait.QUANTIZED_ACTIVATIONS);
        } else if (activations.stream().anyMatch(t -> t.type() == TensorType.FLOAT32)) {
            traits.add(Trait.FLOAT_ACTIVATIONS);
        }
        var summary = ModelSummary.of(model);
        for (TensorSummary weight : summary.weights()) {
            if (weight.type() == TensorType.FLOAT32 && weight.shape().rank() >= 2) {
                traits.add(Trait.FLOAT_WEIGHTS);
            } else if (weight.scales() > 0 && weight.type() != TensorType.INT32 && weight.type() != TensorType.INT64) {
                traits.add(Trait.QUANTIZED_WEIGHTS);
            }
        }
        if (summary.sparsity() >= SPARSE_SHARE) {
            traits.add(Trait.SPARSE);
        }
        if (clustered(summary.weights())) {
            traits.add(Trait.CLUSTERED);
        }
        var annotations = Annotations.read(model);
        boolean calibrated = activations.stream()
                .anyMatch(t -> annotations.of(t).find(Annotation.Range.class).isPresent());
        if (calibrated) {
            traits.add(Trait.CALIBRATED);
        }
        return traits;
    }

    /** Whether every large float weight holds few distinct values, and there is one. */
    private static boolean clustered(List<TensorSummary> weights) {
        var large = weights.stream()
                .filter(w -> w.type() == TensorType.FLOAT32 && w.elements() > FEWEST_ELEMENTS)
                .toList();
        return !large.isEmpty() && large.stream().allMatch(w -> w.distinct().orElse(Integer.MAX_VALUE) <= CLUSTERS);
    }
}
