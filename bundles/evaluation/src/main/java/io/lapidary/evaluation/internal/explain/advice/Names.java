package io.lapidary.evaluation.internal.explain.advice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.lapidary.api.model.TensorNames;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Tensor names as the patterns that techniques choose operators by. */
final class Names {
    /** Characters that mean something in a regular expression; the slash of most names does not. */
    private static final String SPECIAL = "\\.[]{}()*+-?^$|";

    private Names() {}

    /**
     * Regular expressions of whole names that together fit the operators and no others: of integer operators the outputs' names, of
     * others the weights', which is what techniques of each kind exclude by.
     */
    static List<String> patterns(Set<Operator> operators) {
        var names = new LinkedHashSet<String>();
        for (Operator operator : operators) {
            List<Tensor> named = operator.outputs().stream().anyMatch(Conversions::isInteger)
                    ? operator.outputs()
                    : operator.inputs().stream().filter(Names::isWeights).toList();
            named.forEach(tensor -> names.add(pattern(tensor.name(), tensor.subgraph())));
        }
        return List.copyOf(names);
    }

    /** Weights that are stored in another type and converted are known by their name from before, which the converted tensor bears. */
    private static boolean isWeights(Tensor input) {
        return Conversions.constant(input)
                .filter(Conversions::isReal)
                .filter(constant -> constant.shape().rank() > 1)
                .isPresent();
    }

    private static String pattern(String name, Subgraph graph) {
        var alike = new ArrayList<String>();
        for (Tensor tensor : graph.tensors()) {
            if (tensor.name().startsWith(TensorNames.brief(name))) {
                alike.add(tensor.name());
            }
        }
        boolean alone = alike.size() == 1 && !TensorNames.brief(name).equals(name);
        return alone ? quoted(TensorNames.brief(name)) + ".*" : quoted(name);
    }

    private static String quoted(String name) {
        return name.codePoints()
                .mapToObj(c -> (SPECIAL.indexOf(c) >= 0 ? "\\" : "") + Character.toString(c))
                .collect(Collectors.joining());
    }
}
