package io.lapidary.technique.biascorrection.internal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Which of a graph's outputs hear of what an operator makes, by name. */
final class ReachedOutputs {
    private final Set<String> all = new LinkedHashSet<>();
    private final Map<Operator, Set<String>> byOperator = new HashMap<>();

    ReachedOutputs(Subgraph graph) {
        graph.outputs().forEach(output -> all.add(output.name()));
        List<Operator> operators = graph.operators();
        for (int i = operators.size() - 1; i >= 0; i--) {
            byOperator.put(operators.get(i), reached(operators.get(i)));
        }
    }

    private Set<String> reached(Operator operator) {
        // What keeps a state for later calls, for one, gives nothing on.
        if (operator.outputs().isEmpty()) {
            return all;
        }
        var reached = new LinkedHashSet<String>();
        for (Tensor made : operator.outputs()) {
            if (made.isOutput()) {
                reached.add(made.name());
            }
            made.consumers().forEach(reader -> reached.addAll(byOperator.getOrDefault(reader, all)));
        }
        return reached;
    }

    Set<String> of(Operator operator) {
        return byOperator.get(operator);
    }
}
