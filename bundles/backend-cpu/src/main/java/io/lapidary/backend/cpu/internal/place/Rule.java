package io.lapidary.backend.cpu.internal.place;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * When XNNPACK takes an operator.
 *
 * @param kinds in what it can compute it
 * @param data positions of the inputs that hold data; the others are weights, shapes, axes and the like
 * @param conditions all of which must hold
 */
record Rule(Set<Kind> kinds, List<Integer> data, List<Condition> conditions) {
    private static final int MOST_DIMENSIONS = 6;
    private static final int MOST_INPUTS = 64;

    Rule {
        kinds = EnumSet.copyOf(kinds);
        data = List.copyOf(data);
        conditions = List.copyOf(conditions);
    }

    /** Takes an operator of some kinds whose first input is its data. */
    static Rule of(Kind... kinds) {
        return new Rule(Set.of(kinds), List.of(0), List.of());
    }

    /** The same, with other inputs as data. */
    Rule data(Integer... positions) {
        return new Rule(kinds, List.of(positions), conditions);
    }

    /** The same, with every input as data. */
    Rule allData() {
        return new Rule(kinds, IntStream.range(0, MOST_INPUTS).boxed().toList(), conditions);
    }

    /** The same, demanding more. */
    Rule when(Condition... more) {
        var all = new ArrayList<>(conditions);
        all.addAll(List.of(more));
        return new Rule(kinds, data, all);
    }

    /** Why XNNPACK does not take an operator, as one sentence; empty if it does. */
    Optional<String> refusal(Operator operator) {
        return Stream.concat(Stream.<Condition>of(Rule::rank, this::types, this::scales), conditions.stream())
                .flatMap(condition -> condition.refusal(operator).stream())
                .findFirst();
    }

    private static Optional<String> rank(Operator operator) {
        return Stream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(tensor -> tensor.shape().rank() > MOST_DIMENSIONS)
                .findFirst()
                .map(t -> "XNNPACK takes at most 6 dimensions, and here are "
                        + t.shape().rank() + ".");
    }

    private Optional<String> types(Operator operator) {
        for (Tensor tensor : dataOf(operator)) {
            Optional<Kind> kind = Kind.of(tensor.type());
            if (kind.isEmpty()) {
                return Optional.of("XNNPACK has no kernels for " + word(tensor) + " data.");
            }
            if (tensor.type() != operator.output().type()) {
                return Optional.of("XNNPACK wants data and output of one type, and here are " + word(tensor) + " and "
                        + word(operator.output()) + ".");
            }
            if (!kinds.contains(kind.get())) {
                return Optional.of("XNNPACK takes " + operator.type() + " in "
                        + kinds.stream().map(Kind::toString).collect(Collectors.joining(" or ")) + " alone, not in "
                        + kind.get() + ".");
            }
        }
        return Optional.empty();
    }

    private Optional<String> scales(Operator operator) {
        return Stream.concat(dataOf(operator).stream(), operator.outputs().stream())
                .filter(tensor -> tensor.type().bits() == 8)
                .filter(tensor ->
                        tensor.quantization().filter(q -> q.count() == 1).isEmpty())
                .findFirst()
                .map(tensor -> "XNNPACK wants one scale for the whole of 8-bit data, and here it has none or several.");
    }

    private List<Tensor> dataOf(Operator operator) {
        return data.stream().flatMap(i -> operator.input(i).stream()).toList();
    }

    private static String word(Tensor tensor) {
        return tensor.type().name().toLowerCase(Locale.ROOT);
    }
}
