package io.lapidary.quantization.integer.mixed;

import java.util.Comparator;

import io.lapidary.model.Operator;

/**
 * Where an operator is.
 *
 * @param subgraph index of the subgraph
 * @param position among the subgraph's operators, in order of execution
 */
public record OperatorPlace(int subgraph, int position) implements Comparable<OperatorPlace> {
    private static final Comparator<OperatorPlace> ORDER =
            Comparator.comparingInt(OperatorPlace::subgraph).thenComparingInt(OperatorPlace::position);

    static OperatorPlace of(Operator operator) {
        return new OperatorPlace(operator.subgraph().index(), operator.index());
    }

    @Override
    public int compareTo(OperatorPlace other) {
        return ORDER.compare(this, other);
    }
}
