package io.lapidary.evaluation.internal.explain.advice;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.evaluation.internal.explain.measure.ExplanationRows.Row;
import io.lapidary.model.Operator;

/** What has to be computed otherwise, for an operator's output to be another. */
final class Neighbourhood {
    private final List<Operator> able;

    /** @param able operators that can be computed as the original computes them */
    Neighbourhood(List<Operator> able) {
        this.able = able;
    }

    boolean contains(Operator operator) {
        return able.contains(operator);
    }

    /**
     * An operator, and, where it is its output's integers that it suffers from, those that read them, which would be given the same
     * integers again.
     */
    Set<Operator> of(Row row) {
        Operator operator = row.operator().orElseThrow();
        return suffersAtItsOutput(row) ? withReaders(operator) : Set.of(operator);
    }

    static boolean suffersAtItsOutput(Row row) {
        return row.coarse() || RangeSearch.isCut(row.explanation());
    }

    /** Also behind what only hands integers on. */
    Set<Operator> withReaders(Operator operator) {
        var found = new LinkedHashSet<Operator>();
        var open = new ArrayDeque<>(List.of(operator));
        while (!open.isEmpty()) {
            Operator next = open.remove();
            if (found.add(next) && (next == operator || ScaleGroup.moves(next))) {
                next.outputs().stream()
                        .flatMap(output -> output.consumers().stream())
                        .filter(able::contains)
                        .forEach(open::add);
            }
        }
        return found;
    }
}
