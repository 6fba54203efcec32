package io.lapidary.evaluation.internal.explain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.ExplanationRows.Row;
import io.lapidary.evaluation.internal.explain.OtherRanges.OtherRange;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Looks for changes that are worth a trial, by what the table says: those that cost nothing first. */
final class Candidates {
    /** Above this an operator's own noise is not what a model suffers from. */
    private static final double FINE_DECIBELS = 60;

    private final ExplainedModel models;
    private final Map<Tensor, List<Double>> factors;
    private final List<Operator> able;
    private final SampleSet samples;
    private final WorkContext context;

    /**
     * @param able operators that can be computed as the original computes them
     * @param samples that ranges are looked for in
     */
    Candidates(
            ExplainedModel models,
            Map<Tensor, List<Double>> factors,
            List<Operator> able,
            SampleSet samples,
            WorkContext context) {
        this.models = models;
        this.factors = factors;
        this.able = able;
        this.samples = samples;
        this.context = context;
    }

    /**
     * @param rows of the table, the worst first
     * @param most changes, at most
     */
    List<Change> of(List<Row> rows, int most) throws LapidaryException, InterruptedException {
        var changes = new ArrayList<Change>();
        var ranges = new RangeSearch(models, factors);
        ByChannel.of(models, factors).ifPresent(changes::add);
        List<OtherRange> narrower = ranges.narrower(rows, samples, context);
        if (narrower.size() > 1) {
            changes.add(new OtherRanges(models, narrower));
        }
        narrower.stream().limit(1).forEach(range -> changes.add(new OtherRanges(models, List.of(range))));
        var islands = new LinkedHashSet<Set<Operator>>();
        for (Row row : rows) {
            if (row.operator().isPresent() && row.badness() < FINE_DECIBELS) {
                Operator operator = row.operator().get();
                ranges.whole(row).ifPresent(range -> changes.add(new OtherRanges(models, List.of(range))));
                if (able.contains(operator)) {
                    Set<Operator> island = island(operator, RangeSearch.isCut(row.explanation()));
                    if (islands.add(island)) {
                        changes.add(new FloatIsland(models, island, factors));
                    }
                }
            }
            if (changes.size() >= most) {
                break;
            }
        }
        return changes.size() > most ? changes.subList(0, most) : changes;
    }

    /** Where activations are cut off, with those that read them, which would cut off again. */
    private Set<Operator> island(Operator operator, boolean cut) {
        var chosen = new LinkedHashSet<>(Set.of(operator));
        if (cut) {
            operator.outputs().stream()
                    .flatMap(output -> output.consumers().stream())
                    .filter(able::contains)
                    .forEach(chosen::add);
        }
        return chosen;
    }
}
