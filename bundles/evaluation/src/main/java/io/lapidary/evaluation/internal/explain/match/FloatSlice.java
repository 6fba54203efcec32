package io.lapidary.evaluation.internal.explain.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * The operators of the original that compute what one operator of the packaged model does: one, or a few that were fused.
 *
 * @param operators in order of execution
 * @param sources activations that they start from
 */
public record FloatSlice(List<Operator> operators, Set<Tensor> sources) {
    private static final int MOST_OPERATORS = 16;

    /**
     * @param outputs what is computed
     * @param known activations that it may be computed from
     * @return empty where it takes others, a state, a branch, or more operators than fusion explains
     */
    static Optional<FloatSlice> of(List<Tensor> outputs, Set<Tensor> known) {
        if (known.containsAll(outputs)) {
            // A step has moved a change of shape: what is read is what is made.
            return Optional.of(new FloatSlice(List.of(), Set.copyOf(outputs)));
        }
        var operators = new HashSet<Operator>();
        var sources = new HashSet<Tensor>();
        var open = new ArrayDeque<>(outputs);
        while (!open.isEmpty()) {
            Tensor tensor = open.remove();
            Optional<Operator> producer = tensor.producer();
            if (known.contains(tensor) && !outputs.contains(tensor)) {
                sources.add(tensor);
            } else if (producer.isPresent() && operators.add(producer.get())) {
                if (!isPure(producer.get()) || operators.size() > MOST_OPERATORS) {
                    return Optional.empty();
                }
                open.addAll(producer.get().inputs());
            } else if (producer.isEmpty() && !tensor.isConstant()) {
                return Optional.empty();
            }
        }
        return Optional.of(new FloatSlice(
                operators.stream()
                        .sorted(Comparator.comparingInt(Operator::index))
                        .toList(),
                sources));
    }

    /** Whether an operator can be put elsewhere: it keeps no state and calls nothing. */
    public static boolean isPure(Operator operator) {
        var tensors = new ArrayList<>(operator.inputs());
        tensors.addAll(operator.intermediates());
        return operator.calledSubgraphs().isEmpty()
                && operator.intermediates().isEmpty()
                && operator.customCode().isEmpty()
                && tensors.stream().noneMatch(Tensor::isVariable)
                && tensors.stream().noneMatch(tensor -> tensor.externalBuffer().isPresent());
    }
}
