package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.ExplanationRows.Row;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Looks for advice where a model suffers.
 *
 * @param advice what helped, the most helpful first
 * @param trials changes that were tried
 * @param candidates changes that were worth a trial
 */
record Advising(List<Advice> advice, int trials, int candidates) {
    static final Advising NONE = new Advising(List.of(), 0, 0);

    /**
     * @param rows of the table, the worst first
     * @param able operators that can be computed as the original computes them
     * @param factors of scaled activations of the original, by channel
     * @param samples that ranges are looked for in
     * @param most changes to try
     */
    static Advising of(
            ExplainedModel models,
            Subject subject,
            List<Row> rows,
            List<Operator> able,
            Map<Tensor, List<Double>> factors,
            SampleSet samples,
            int most,
            Clock clock,
            WorkContext context)
            throws LapidaryException, InterruptedException, IOException {
        if (most == 0) {
            return NONE;
        }
        Trials trials = Trials.of(models, subject, clock, context, most);
        if (!trials.areWorthwhile()) {
            return NONE;
        }
        List<Change> candidates =
                new Candidates(models, factors, able, samples, context).of(rows, Math.max(1, most - 1));
        for (Change candidate : candidates) {
            if (!trials.isTimeLeft()) {
                break;
            }
            trials.make(candidate);
        }
        Set<Operator> islands = new LinkedHashSet<>();
        List<FloatIsland> floats = trials.helpful().stream()
                .flatMap(tried -> tried.change() instanceof FloatIsland island ? Stream.of(island) : Stream.empty())
                .toList();
        floats.forEach(island -> islands.addAll(island.operators()));
        if (floats.size() > 1 && trials.made() < most && trials.isTimeLeft()) {
            trials.makeTogether(new FloatIsland(models, islands, factors));
        }
        return new Advising(trials.advice(), trials.made(), candidates.size());
    }
}
