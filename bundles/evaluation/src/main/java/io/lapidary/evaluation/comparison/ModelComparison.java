package io.lapidary.evaluation.comparison;

import java.util.List;

/**
 * What differs between two models that came from one: operators are paired by the names of what they make, else by structure, and
 * conversions stand for what they convert.
 *
 * @param operators how many each has, of every kind
 * @param changes operators whose types differ, or that only one has; conversions are not among them
 * @param tensors that differ: activations in type or quantization, constants in their values too
 * @param compared how many tensors were found in both
 */
public record ModelComparison(
        List<OperatorCount> operators, List<OperatorDifference> changes, List<TensorDifference> tensors, int compared) {
    public ModelComparison {
        operators = List.copyOf(operators);
        changes = List.copyOf(changes);
        tensors = List.copyOf(tensors);
    }
}
