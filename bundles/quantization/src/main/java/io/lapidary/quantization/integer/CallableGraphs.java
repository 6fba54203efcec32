package io.lapidary.quantization.integer;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.api.work.Finding;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;

/**
 * The subgraphs that a caller of the model runs. Those that control flow runs stay in float32: what passes between caller and
 * body is copied as bytes, so both would need one scale, and samples show no ranges within them.
 */
final class CallableGraphs {
    private CallableGraphs() {}

    static List<Subgraph> of(Model model, List<Finding> findings) {
        Set<Integer> called = new HashSet<>();
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                called.addAll(operator.calledSubgraphs());
            }
        }
        var callable = new LinkedHashSet<Subgraph>();
        if (model.signatures().isEmpty()) {
            callable.add(model.main());
        }
        model.signatures().stream().map(Signature::subgraph).forEach(callable::add);
        callable.removeIf(graph -> called.contains(graph.index()));
        for (Subgraph graph : model.subgraphs()) {
            if (called.contains(graph.index()) && !graph.operators().isEmpty()) {
                findings.add(Finding.note(
                        "float-subgraph",
                        graph.name(),
                        graph + " is run by an operator of the model and stays in float32."));
            }
        }
        return List.copyOf(callable);
    }
}
