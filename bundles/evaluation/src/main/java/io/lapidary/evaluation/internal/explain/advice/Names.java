package io.lapidary.evaluation.internal.explain.advice;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lapidary.api.model.TensorNames;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.NamedTensors;

/** Tensor names as the patterns that techniques choose operators by. */
final class Names {
    /** Characters that mean something in a regular expression; the slash of most names does not. */
    private static final String SPECIAL = "\\.[]{}()*+-?^$|";

    private Names() {}

    /**
     * Regular expressions that together fit the operators and no others: of integer operators the outputs' names, of others the
     * weights', which is what techniques of each kind exclude by.
     *
     * @param original whose names techniques will read
     */
    static List<String> patterns(Set<Operator> operators, Subgraph original) {
        var names = new LinkedHashSet<String>();
        for (Operator operator : operators) {
            List<Tensor> named = operator.outputs().stream().anyMatch(Conversions::isInteger)
                    ? operator.outputs()
                    : operator.inputs().stream().filter(Names::isWeights).toList();
            named.forEach(tensor -> names.add(pattern(known(tensor, original))));
        }
        return List.copyOf(names);
    }

    private static Tensor known(Tensor tensor, Subgraph original) {
        return original.tensors().stream()
                .filter(other -> other.name().equals(tensor.name()))
                .findFirst()
                .orElse(tensor);
    }

    /** Weights that are stored in another type and converted are known by their name from before, which the converted tensor bears. */
    private static boolean isWeights(Tensor input) {
        return Conversions.constant(input)
                .filter(Conversions::isReal)
                .filter(constant -> constant.shape().rank() > 1)
                .isPresent();
    }

    /** By the first of joined names where none of its kind goes by it, else by as few as tell it from those, else by all. */
    private static String pattern(Tensor tensor) {
        return NamedTensors.brief(tensor)
                .map(Names::quoted)
                .or(() -> beginning(tensor).map(begins -> quoted(begins) + ".*"))
                .orElseGet(() -> quoted(tensor.name()));
    }

    private static Optional<String> beginning(Tensor tensor) {
        String name = tensor.name();
        return IntStream.range(1, name.length())
                .filter(end -> name.charAt(end - 1) == TensorNames.JOINT)
                .mapToObj(end -> name.substring(0, end))
                .filter(begins -> tensor.subgraph().tensors().stream()
                        .noneMatch(other -> other != tensor
                                && other.isConstant() == tensor.isConstant()
                                && other.name().startsWith(begins)))
                .findFirst();
    }

    private static String quoted(String name) {
        return name.codePoints()
                .mapToObj(c -> (SPECIAL.indexOf(c) >= 0 ? "\\" : "") + Character.toString(c))
                .collect(Collectors.joining());
    }
}
