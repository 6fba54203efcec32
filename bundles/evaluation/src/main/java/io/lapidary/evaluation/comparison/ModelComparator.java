package io.lapidary.evaluation.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.TensorMatch;
import io.lapidary.evaluation.internal.facts.OperatorTypes;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Compares two models, subgraph by subgraph. */
public final class ModelComparator {
    private final List<OperatorDifference> changes = new ArrayList<>();
    private final List<TensorDifference> tensors = new ArrayList<>();
    /** Pairs that were looked at: constants are shared between operators. */
    private final Set<List<Tensor>> compared = new HashSet<>();

    private ModelComparator() {}

    /** What differs between two models that came from one. */
    public static ModelComparison compare(Model first, Model second) {
        var comparison = new ModelComparator();
        int common = Math.min(first.subgraphs().size(), second.subgraphs().size());
        for (int i = 0; i < common; i++) {
            comparison.compare(first.subgraphs().get(i), second.subgraphs().get(i));
        }
        for (int i = common; i < first.subgraphs().size(); i++) {
            operators(first.subgraphs().get(i)).forEach(o -> comparison.change(Optional.of(o), Optional.empty()));
        }
        for (int i = common; i < second.subgraphs().size(); i++) {
            operators(second.subgraphs().get(i)).forEach(o -> comparison.change(Optional.empty(), Optional.of(o)));
        }
        return new ModelComparison(
                counts(first, second), comparison.changes, comparison.tensors, comparison.compared.size());
    }

    private void compare(Subgraph first, Subgraph second) {
        var match = TensorMatch.of(first, second);
        for (Tensor tensor : second.tensors()) {
            match.original(tensor).filter(t -> !stored(t, tensor)).ifPresent(t -> compare(t, tensor));
        }
        Map<Operator, Operator> pairs = pairs(match, second);
        var gone = new LinkedHashSet<>(operators(first));
        for (Operator operator : operators(second)) {
            Optional<Operator> partner = Optional.ofNullable(pairs.get(operator));
            partner.ifPresent(gone::remove);
            partner.ifPresent(p -> constants(p, operator));
            change(partner, Optional.of(operator));
        }
        gone.forEach(operator -> change(Optional.of(operator), Optional.empty()));
    }

    /** Whether one of the two is only what a conversion makes of a constant: that constant is compared instead. */
    private static boolean stored(Tensor first, Tensor second) {
        return !Conversions.isActivation(first) || !Conversions.isActivation(second);
    }

    /** The operators of the second graph with those of the first that make what stands for the same. */
    private static Map<Operator, Operator> pairs(TensorMatch match, Subgraph second) {
        var pairs = new HashMap<Operator, Operator>();
        var taken = new HashSet<Operator>();
        for (Operator operator : operators(second)) {
            operator.outputs().stream()
                    .flatMap(output -> match.original(output).stream())
                    .flatMap(original -> maker(original).stream())
                    .filter(o -> o.typeName().equals(operator.typeName()))
                    .findFirst()
                    .filter(taken::add)
                    .ifPresent(original -> pairs.put(operator, original));
        }
        return pairs;
    }

    /** What makes an activation, behind conversions. */
    private static Optional<Operator> maker(Tensor tensor) {
        Optional<Operator> producer = tensor.producer();
        return producer.filter(Operator::isConversion).isPresent()
                ? producer.get().input(0).flatMap(ModelComparator::maker)
                : producer;
    }

    private static List<Operator> operators(Subgraph graph) {
        return graph.operators().stream().filter(o -> !o.isConversion()).toList();
    }

    private void change(Optional<Operator> first, Optional<Operator> second) {
        Optional<String> before = first.map(OperatorTypes::of);
        Optional<String> after = second.map(OperatorTypes::of);
        if (!before.equals(after)) {
            Operator told = first.or(() -> second).orElseThrow();
            String name = told.outputs().stream().map(Tensor::name).findFirst().orElse("");
            changes.add(new OperatorDifference(name, told.typeName(), before, after));
        }
    }

    private void constants(Operator first, Operator second) {
        for (int i = 0; i < Math.min(first.inputCount(), second.inputCount()); i++) {
            Optional<Tensor> before = first.input(i).flatMap(Conversions::constant);
            Optional<Tensor> after = second.input(i).flatMap(Conversions::constant);
            if (before.isPresent() && after.isPresent()) {
                compare(before.get(), after.get());
            }
        }
    }

    private void compare(Tensor first, Tensor second) {
        if (compared.add(List.of(first, second))) {
            TensorComparison.of(first, second).ifPresent(tensors::add);
        }
    }

    private static List<OperatorCount> counts(Model first, Model second) {
        var counts = new TreeMap<String, OperatorCount>();
        count(counts, first, 1, 0);
        count(counts, second, 0, 1);
        return List.copyOf(counts.values());
    }

    private static void count(Map<String, OperatorCount> counts, Model model, int first, int second) {
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                String name = operator.typeName();
                String types = OperatorTypes.of(operator);
                counts.merge(
                        name + " " + types,
                        new OperatorCount(name, types, first, second),
                        (a, b) -> new OperatorCount(name, types, a.first() + b.first(), a.second() + b.second()));
            }
        }
    }
}
