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

    /** Though scales may stand beside them: of training that simulated integers, and of biases. */
    private static final Set<TensorType> NOT_QUANTIZED = Set.of(TensorType.FLOAT32, TensorType.INT32, TensorType.INT64);

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
        if (summary.weights().stream().anyMatch(TraitDetector::isQuantized)) {
            traits.add(Trait.QUANTIZED_WEIGHTS);
        }
        boolean some = summary.weights().stream().anyMatch(weight -> isOf(weight, TensorType.FLOAT32));
        // A model of operators without weights is no less a float model.
        boolean none = traits.contains(Trait.FLOAT_ACTIVATIONS)
                && !traits.contains(Trait.QUANTIZED_WEIGHTS)
                && summary.weights().stream().noneMatch(weight -> isOf(weight, TensorType.FLOAT16));
        if (some || none) {
            traits.add(Trait.FLOAT_WEIGHTS);
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

    private static boolean isQuantized(TensorSummary weight) {
        return weight.scales() > 0 && !NOT_QUANTIZED.contains(weight.type());
    }

    private static boolean isOf(TensorSummary weight, TensorType type) {
        return weight.type() == type && weight.shape().rank() >= 2;
    }

    /** Whether every large float weight holds few distinct values, and there is one. */
    private static boolean clustered(List<TensorSummary> weights) {
        var large = weights.stream()
                .filter(w -> w.type() == TensorType.FLOAT32 && w.elements() > FEWEST_ELEMENTS)
                .toList();
        return !large.isEmpty() && large.stream().allMatch(w -> w.distinct().orElse(Integer.MAX_VALUE) <= CLUSTERS);
    }
}
