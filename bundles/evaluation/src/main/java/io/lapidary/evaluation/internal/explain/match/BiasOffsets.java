package io.lapidary.evaluation.internal.explain.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Holds offsets that were measured against the biases in the files: a step that takes an offset out of a channel takes it out of its
 * bias, while an error that looks like an offset leaves the bias alone.
 *
 * @param models the two files
 * @param factors of activations of the original
 */
public record BiasOffsets(ExplainedModel models, Map<Tensor, List<Double>> factors) {
    /** By what part the two may differ: a bias may be corrected besides. */
    private static final double TOLERANCE = 0.25;

    /** The biases' own differences, by channel, where a measured offset agrees; 0 elsewhere, and none at all if none agrees. */
    public List<Double> confirmed(Tensor packaged, List<Double> measured) {
        List<Double> told = packaged.producer().map(this::differences).orElse(List.of());
        if (told.size() != measured.size()) {
            return List.of();
        }
        var confirmed = new ArrayList<Double>();
        for (int c = 0; c < told.size(); c++) {
            double found = measured.get(c);
            boolean agrees = found != 0 && Math.abs(told.get(c) - found) <= TOLERANCE * Math.abs(found);
            confirmed.add(agrees ? told.get(c) : 0);
        }
        return confirmed.stream().allMatch(offset -> offset == 0) ? List.of() : confirmed;
    }

    private List<Double> differences(Operator operator) {
        Optional<Linear> linear = Linear.of(operator);
        Optional<ConstantValues> after =
                linear.flatMap(layer -> layer.bias(operator)).flatMap(ConstantValues::of);
        Optional<ConstantValues> before = models.maker(operator)
                .filter(maker -> maker.type() == operator.type())
                .flatMap(maker -> linear.flatMap(layer -> layer.bias(maker)))
                .flatMap(ConstantValues::of);
        if (before.isEmpty()
                || after.isEmpty()
                || before.get().count() != after.get().count()) {
            return List.of();
        }
        List<Double> scaled = models.outputs(operator)
                .map(outputs -> factors.getOrDefault(outputs.get(0), List.of()))
                .orElse(List.of());
        var differences = new ArrayList<Double>();
        for (int c = 0; c < after.get().count(); c++) {
            double factor = scaled.size() == after.get().count() ? scaled.get(c) : 1;
            differences.add(after.get().get(c) - factor * before.get().get(c));
        }
        return differences;
    }
}
