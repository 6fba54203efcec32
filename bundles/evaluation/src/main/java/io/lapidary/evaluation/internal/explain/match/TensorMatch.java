package io.lapidary.evaluation.internal.explain.match;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/**
 * Which activation of the original each activation of the packaged model stands for. Steps keep the names of what they keep, so
 * names decide; inputs and outputs of the graph go by position; conversions stand for what they convert, and so does what only
 * gives numbers another shape for what it reads, where that has no name of the original: a step may put it elsewhere. What is
 * left, as in the files of converters that rename, goes by structure: the one operator of the same type that reads the same
 * activation.
 */
public final class TensorMatch {
    private final Subgraph original;
    private final Map<Tensor, Tensor> originals = new HashMap<>();
    /** Originals that stand for something already. */
    private final Set<Tensor> taken = new HashSet<>();

    private TensorMatch(Subgraph original) {
        this.original = original;
    }

    public static TensorMatch of(Subgraph original, Subgraph packaged) {
        var match = new TensorMatch(original);
        match.byPosition(original.inputs(), packaged.inputs());
        match.byPosition(original.outputs(), packaged.outputs());
        match.byName(packaged);
        match.byConversion(packaged);
        match.beforeShaping(packaged);
        for (Operator operator : packaged.operators()) {
            match.byStructure(operator);
        }
        return match;
    }

    /** What an activation stands for, if that is known. */
    public Optional<Tensor> original(Tensor packaged) {
        return Optional.ofNullable(originals.get(packaged));
    }

    private void byPosition(List<Tensor> before, List<Tensor> after) {
        if (before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                put(after.get(i), before.get(i));
            }
        }
    }

    private void byName(Subgraph packaged) {
        var named = new HashMap<String, Tensor>();
        original.tensors().forEach(tensor -> named.putIfAbsent(tensor.name(), tensor));
        for (Tensor tensor : packaged.tensors()) {
            Tensor same = named.get(tensor.name());
            if (same != null && !tensor.name().isEmpty()) {
                put(tensor, same);
            }
        }
    }

    /** Both ways, since either side of a conversion may have kept the name. */
    private void byConversion(Subgraph packaged) {
        boolean more = true;
        while (more) {
            more = false;
            for (Operator operator : packaged.operators()) {
                if (operator.isConversion() && operator.input(0).isPresent()) {
                    more |= carry(operator.input(0).get(), operator.output());
                    more |= carry(operator.output(), operator.input(0).get());
                }
            }
        }
    }

    /** What is read stands for what is made of it. */
    private void beforeShaping(Subgraph packaged) {
        for (int i = packaged.operators().size() - 1; i >= 0; i--) {
            Operator operator = packaged.operator(i);
            if (isShaping(operator)) {
                Tensor read = operator.input(0).orElseThrow();
                Tensor before = originals.get(operator.output());
                if (before != null && !originals.containsKey(read) && hasSameChannels(read, before)) {
                    put(read, before);
                }
            }
        }
    }

    private static boolean isShaping(Operator operator) {
        return switch (operator.type()) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS ->
                operator.input(0).filter(Conversions::isActivation).isPresent();
            default -> false;
        };
    }

    private boolean carry(Tensor from, Tensor to) {
        return originals.containsKey(from) && !originals.containsKey(to) && put(to, originals.get(from));
    }

    private void byStructure(Operator operator) {
        if (operator.isConversion()) {
            operator.input(0).ifPresent(input -> carry(input, operator.output()));
            return;
        }
        Optional<Tensor> source = operator.inputs().stream()
                .filter(Conversions::isActivation)
                .findFirst()
                .map(originals::get);
        if (source.isEmpty() || operator.outputs().stream().anyMatch(originals::containsKey)) {
            return;
        }
        List<Operator> candidates = source.get().consumers().stream()
                .filter(other -> other.type() == operator.type() && other.outputCount() == operator.outputCount())
                .filter(other -> other.outputs().stream().noneMatch(taken::contains))
                .toList();
        if (candidates.size() == 1) {
            byPosition(candidates.get(0).outputs(), operator.outputs());
        } else if (isShaping(operator)) {
            carry(operator.input(0).orElseThrow(), operator.output());
        }
    }

    private boolean put(Tensor packaged, Tensor before) {
        boolean fits = !packaged.isConstant() && !before.isConstant() && isAsLarge(packaged, before);
        if (fits && originals.putIfAbsent(packaged, before) == null) {
            taken.add(before);
            return true;
        }
        return false;
    }

    /** As stored; where a dimension is known at run time only, the stored ones tell little. */
    private static boolean isAsLarge(Tensor packaged, Tensor before) {
        boolean known = packaged.shape().isStatic() && before.shape().isStatic();
        boolean open = packaged.isDynamic() || before.isDynamic();
        return known
                && (packaged.shape().elements() == before.shape().elements()
                        || open && hasSameChannels(packaged, before));
    }

    private static boolean hasSameChannels(Tensor one, Tensor other) {
        return one.shape().rank() > 0
                && other.shape().rank() > 0
                && one.shape().last() == other.shape().last();
    }
}
