package io.lapidary.quantization.integer.plan;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;

/**
 * The subgraphs of a model that are quantized.
 *
 * @param entries those that a caller of the model runs: of its signatures, else the main one
 * @param called those that operators of these run, or of those again
 */
public record QuantizedGraphs(Model model, Set<Subgraph> entries, Set<Subgraph> called) {
    private static final Set<BuiltinOperator> CALLERS = Set.of(
            BuiltinOperator.IF, BuiltinOperator.WHILE, BuiltinOperator.CALL_ONCE, BuiltinOperator.STABLEHLO_COMPOSITE);

    /** @param findings is told which subgraphs stay in float32 */
    public static QuantizedGraphs of(Model model, List<Finding> findings) {
        var anywhere = new HashSet<Integer>();
        model.subgraphs().stream()
                .flatMap(graph -> graph.operators().stream())
                .forEach(operator -> anywhere.addAll(operator.calledSubgraphs()));
        var signed = new LinkedHashSet<Subgraph>();
        model.signatures().stream().map(Signature::subgraph).forEach(signed::add);
        var entries = new LinkedHashSet<>(signed);
        if (signed.isEmpty()) {
            entries.add(model.main());
        }
        entries.removeIf(graph -> anywhere.contains(graph.index()));
        Set<Subgraph> called = called(model, entries);
        called.removeAll(signed);
        for (Subgraph graph : model.subgraphs()) {
            if (!entries.contains(graph)
                    && !called.contains(graph)
                    && !graph.operators().isEmpty()) {
                findings.add(
                        Finding.note(
                                "float-subgraph",
                                graph.name(),
                                graph
                                        + " stays in float32: it is run both by callers and by operators of the model, or by neither."));
            }
        }
        return new QuantizedGraphs(model, entries, called);
    }

    private static Set<Subgraph> called(Model model, Set<Subgraph> entries) {
        var called = new LinkedHashSet<Subgraph>();
        var open = new ArrayDeque<>(entries);
        while (!open.isEmpty()) {
            for (Operator operator : open.remove().operators()) {
                if (CALLERS.contains(operator.type())) {
                    operator.calledSubgraphs().stream()
                            .filter(index ->
                                    index >= 0 && index < model.subgraphs().size())
                            .map(model.subgraphs()::get)
                            .filter(called::add)
                            .forEach(open::add);
                }
            }
        }
        return called;
    }

    public boolean contains(Subgraph graph) {
        return entries.contains(graph) || called.contains(graph);
    }

    /** All of them, in the model's order. */
    public List<Subgraph> all() {
        return model.subgraphs().stream().filter(this::contains).toList();
    }

    /** Their operators, in order of execution. */
    public List<Operator> operators() {
        return all().stream().flatMap(graph -> graph.operators().stream()).toList();
    }
}
