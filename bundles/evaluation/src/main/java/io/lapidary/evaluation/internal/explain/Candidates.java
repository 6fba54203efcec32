package io.lapidary.evaluation.internal.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.evaluation.internal.explain.ExplanationRows.Row;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Looks for changes that are worth a trial, by what the table says: those that cost nothing first. */
final class Candidates {
    private static final double MOST_OUTSIDE = 0.01;
    /** Above this an operator's own noise is not what a model suffers from. */
    private static final double FINE_DECIBELS = 60;

    private final ExplainedModel models;
    private final Map<Tensor, List<Double>> factors;
    private final List<Operator> able;
    private final int most;

    /**
     * @param able operators that can be computed as the original computes them
     * @param most changes, at most
     */
    Candidates(ExplainedModel models, Map<Tensor, List<Double>> factors, List<Operator> able, int most) {
        this.models = models;
        this.factors = factors;
        this.able = able;
        this.most = most;
    }

    /** @param rows of the table, the worst first */
    List<Change> of(List<Row> rows) {
        var changes = new ArrayList<Change>();
        ByChannel.of(models, factors).ifPresent(changes::add);
        var islands = new LinkedHashSet<Set<Operator>>();
        for (Row row : rows) {
            if (row.operator().isPresent() && row.badness() < FINE_DECIBELS) {
                Operator operator = row.operator().get();
                wider(operator, row.explanation()).ifPresent(changes::add);
                if (able.contains(operator)) {
                    Set<Operator> island = island(operator, row.explanation());
                    if (islands.add(island)) {
                        changes.add(new FloatIsland(models, island, factors));
                    }
                }
            }
            if (changes.size() >= most) {
                return changes.subList(0, most);
            }
        }
        return changes.size() > most ? changes.subList(0, most) : changes;
    }

    private Optional<Change> wider(Operator operator, OperatorExplanation row) {
        boolean scaled = models.outputs(operator).orElse(List.of()).stream().anyMatch(factors::containsKey);
        boolean cut = row.outsideShare().orElse(0) > MOST_OUTSIDE
                && operator.outputs().size() == 1;
        return cut && !scaled && row.seen().isPresent() && row.chosen().isPresent()
                ? WiderRange.of(models, operator, row.seen().get(), row.chosen().get())
                : Optional.empty();
    }

    /** Where activations are cut off, with those that read them, which would cut off again. */
    private Set<Operator> island(Operator operator, OperatorExplanation row) {
        var chosen = new LinkedHashSet<>(Set.of(operator));
        if (row.outsideShare().orElse(0) > MOST_OUTSIDE) {
            operator.outputs().stream()
                    .flatMap(output -> output.consumers().stream())
                    .filter(able::contains)
                    .forEach(chosen::add);
        }
        return chosen;
    }
}
