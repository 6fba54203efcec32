package io.lapidary.backend.cpu.internal.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;

/** Tells for each operator of a model whether XNNPACK runs it, a built-in kernel, or nothing. */
public final class CpuPlacer {
    public static final String XNNPACK = "xnnpack";
    public static final String BUILTIN = "builtin";

    private final Map<Operator, OperatorPlacement> placed = new HashMap<>();

    private CpuPlacer() {}

    /** One placement per operator, in the order of subgraphs and operators. */
    public static List<OperatorPlacement> place(Model model) {
        var placer = new CpuPlacer();
        var all = new ArrayList<OperatorPlacement>();
        for (Subgraph graph : model.subgraphs()) {
            List<Operator> operators = graph.operators();
            // Backwards, since what unpacks a constant goes where its readers go.
            for (int i = operators.size() - 1; i >= 0; i--) {
                Operator operator = operators.get(i);
                placer.placed.put(operator, placer.place(graph.index(), i, operator));
            }
            operators.forEach(operator -> all.add(placer.placed.get(operator)));
        }
        return all;
    }

    /** Custom operators that the interpreter has no kernel for, by name; an application must bring these. */
    public static SortedSet<String> foreign(Model model) {
        return model.subgraphs().stream()
                .flatMap(graph -> graph.operators().stream())
                .filter(operator -> operator.type() == BuiltinOperator.CUSTOM)
                .filter(operator -> BuiltinKernels.refusal(operator).isPresent())
                .map(Operator::customCode)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private OperatorPlacement place(int subgraph, int index, Operator operator) {
        String name = operator.typeName();
        Optional<String> nowhere = BuiltinKernels.refusal(operator);
        if (nowhere.isPresent()) {
            return new OperatorPlacement(subgraph, index, name, "", nowhere.get());
        }
        Optional<String> refusal = xnnpackRefusal(operator);
        return refusal.isPresent()
                ? new OperatorPlacement(subgraph, index, name, BUILTIN, refusal.get())
                : new OperatorPlacement(subgraph, index, name, XNNPACK, "");
    }

    private Optional<String> xnnpackRefusal(Operator operator) {
        if (Constants.isUnpacking(operator)) {
            return unpackingRefusal(operator);
        }
        return switch (operator.type()) {
            case QUANTIZE, DEQUANTIZE -> XnnpackRules.conversion(operator);
            default ->
                XnnpackRules.of(operator.type())
                        .map(rule -> rule.refusal(operator))
                        .orElseGet(() -> Optional.of("XNNPACK has no kernel for " + operator.type() + "."));
        };
    }

    /** XNNPACK unpacks a constant once, when the model is loaded, if all that read it are its own. */
    private Optional<String> unpackingRefusal(Operator operator) {
        if (operator.output().isOutput()) {
            return Optional.of("It makes an output of the model from a constant.");
        }
        return operator.output().consumers().stream()
                .filter(reader -> !placed.get(reader).unit().equals(XNNPACK))
                .findFirst()
                .map(reader -> "It unpacks a constant for " + reader.type() + ", which a built-in kernel runs.");
    }
}
