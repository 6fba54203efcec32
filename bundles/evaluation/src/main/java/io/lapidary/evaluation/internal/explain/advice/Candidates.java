package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.advice.OtherRanges.OtherRange;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.explain.measure.ExplanationRows.Row;
import io.lapidary.evaluation.internal.explain.measure.LeftOut;
import io.lapidary.evaluation.internal.explain.measure.Subject;
import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** Looks for changes that are worth a trial, by what the table says: those that cost nothing first. */
public final class Candidates {
    /** Above this an operator's own noise is not what a model suffers from. */
    private static final double FINE_DECIBELS = 60;

    private final ExplainedModel models;
    private final Subject subject;
    private final Rewrites rewrites;
    private final Neighbourhood neighbourhood;
    private final SampleSet samples;
    private final WorkContext context;

    /**
     * @param able operators that can be computed as the original computes them
     * @param samples that ranges are taken from
     */
    public Candidates(
            ExplainedModel models,
            Subject subject,
            Rewrites rewrites,
            List<Operator> able,
            SampleSet samples,
            WorkContext context) {
        this.models = models;
        this.subject = subject;
        this.rewrites = rewrites;
        this.neighbourhood = new Neighbourhood(able);
        this.samples = samples;
        this.context = context;
    }

    /**
     * @param rows of the table, the worst first
     * @param most changes, at most
     * @param leftOut is told what could not be tried
     */
    List<Change> of(List<Row> rows, int most, LeftOut leftOut)
            throws LapidaryException, InterruptedException, IOException {
        var changes = new LinkedHashSet<Change>();
        var ranges = new RangeSearch(models, rewrites);
        ByChannel.of(models, rewrites.factors()).ifPresent(changes::add);
        if (rewrites.factors().isEmpty()) {
            leftOut.tried(
                            "An equalization before",
                            Optional.<Change>empty(),
                            () -> new EqualizeSearch(models, subject, samples, context).find())
                    .ifPresent(changes::add);
        }
        List<OtherRange> narrower = ranges.narrower(rows, samples, context);
        if (narrower.size() > 1) {
            changes.add(new OtherRanges(models, narrower));
        }
        narrower.stream().limit(1).forEach(range -> changes.add(new OtherRanges(models, List.of(range))));
        for (Row row : rows) {
            if (changes.size() < most && row.operator().isPresent() && row.badness() < FINE_DECIBELS) {
                ranges.whole(row).ifPresent(range -> changes.add(new OtherRanges(models, List.of(range))));
                islands(row, changes);
            }
        }
        return changes.stream().limit(most).toList();
    }

    private void islands(Row row, Set<Change> changes) {
        Operator operator = row.operator().orElseThrow();
        if (!neighbourhood.contains(operator)) {
            return;
        }
        Set<Operator> operators = neighbourhood.of(row);
        var island = new FloatIsland(models, operators, rewrites);
        boolean int8 = operator.outputs().stream().anyMatch(output -> output.type() == TensorType.INT8);
        if (int8 && Neighbourhood.suffersAtItsOutput(row) && Int16Island.hasKernel(operators)) {
            changes.add(new Int16Island(island, samples, subject.folder(), context));
        }
        changes.add(island);
    }
}
