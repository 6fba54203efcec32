package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.advice.Advising;
import io.lapidary.evaluation.internal.explain.advice.Advising.Advised;
import io.lapidary.evaluation.internal.explain.advice.Candidates;
import io.lapidary.evaluation.internal.explain.advice.Trials;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.explain.match.WeightFactors;
import io.lapidary.evaluation.internal.explain.measure.Clock;
import io.lapidary.evaluation.internal.explain.measure.Deviations;
import io.lapidary.evaluation.internal.explain.measure.ExplanationRows;
import io.lapidary.evaluation.internal.explain.measure.ExplanationRows.Row;
import io.lapidary.evaluation.internal.explain.measure.Isolation;
import io.lapidary.evaluation.internal.explain.measure.LatencyShares;
import io.lapidary.evaluation.internal.explain.measure.LeftOut;
import io.lapidary.evaluation.internal.explain.measure.SampleSubset;
import io.lapidary.evaluation.internal.explain.measure.Subject;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Explains a quantized package, operator by operator, by what is in its file and by what the engine measures of it. It knows no
 * technique: third parties' quantized models are explained alike.
 */
public final class Explainer {
    private static final double WHOLE_PART = 0.3;
    private static final double LATENCY_PART = 0.05;

    private final ExplainSettings settings;

    public Explainer(ExplainSettings settings) {
        this.settings = settings;
    }

    /**
     * @param explanation the table and the advice
     * @param findings what must not be missed
     * @param attachment the whole of it, as JSON, in the work folder
     */
    public record Explained(Explanation explanation, List<Finding> findings, Attachment attachment) {}

    /** Whether there is something to explain: the package is quantized and the original is not. */
    public static boolean applies(ModelFile original, ModelFile packaged) throws IOException, LapidaryException {
        return ExplainedModel.read(original, packaged).isQuantized();
    }

    /** Explains; what cannot be measured is left out, and said. */
    public Explained explain(Subject subject, WorkContext context)
            throws LapidaryException, InterruptedException, IOException {
        var clock = new Clock(settings.budget());
        var models = ExplainedModel.read(subject.original(), subject.packaged());
        var leftOut = new LeftOut();
        SampleSet samples = SampleSubset.of(subject.run().samples(), settings.samples(), subject.folder());
        var deviations = new Deviations(models, samples, context);
        context.progress(0.85, "explaining the quantization");
        Map<Tensor, List<Double>> known = WeightFactors.of(models);
        Deviations.Whole whole = leftOut.measured(
                "Deviations in the whole model were",
                new Deviations.Whole(Map.of(), 0),
                () -> deviations.whole(activations(models), known, clock.share(WHOLE_PART)));
        Rewrites rewrites = whole.rewrites(models, known);
        List<Operator> standAlone = standAlone(models, leftOut);
        context.progress(0.88, "quantizing each operator alone");
        Map<Operator, Deviation> alone = leftOut.measured(
                "Operators alone were",
                Map.of(),
                () -> deviations.alone(standAlone, rewrites, subject.folder(), clock));
        Map<Operator, Double> latency = subject.atHand()
                ? leftOut.measured(
                        "Parts of the latency were",
                        Map.of(),
                        () -> new LatencyShares(models, subject, context).measure(samples, clock.share(LATENCY_PART)))
                : Map.of();
        List<Row> rows =
                new ExplanationRows(models, whole, rewrites, alone, latency, subject.placements()).worstFirst();
        context.progress(0.92, "trying what helps");
        Advised advised = settings.trials() == 0
                ? Advised.NOTHING
                : leftOut.measured(
                        "Advice was",
                        Advised.NOTHING,
                        () -> new Advising(
                                        new Candidates(models, subject, rewrites, standAlone, samples, context),
                                        Trials.of(models, subject, clock, context, settings.trials()),
                                        leftOut)
                                .run(rows, settings.trials()));
        if (advised.trials() < advised.candidates()) {
            leftOut.add("Of " + advised.candidates() + " changes that might help, " + advised.trials()
                    + " were tried within " + settings.budget().toSeconds() + " s.");
        }
        return explained(subject, rows, advised.advice(), advised.trials(), whole.samples(), clock, leftOut, context);
    }

    private static Explained explained(
            Subject subject,
            List<Row> rows,
            List<Advice> advice,
            int trials,
            long samples,
            Clock clock,
            LeftOut leftOut,
            WorkContext context)
            throws IOException {
        var explanation = new Explanation(
                rows.stream().map(Row::explanation).toList(),
                rows.size(),
                advice,
                trials,
                samples,
                subject.source(),
                clock.seconds(),
                leftOut.sentences());
        Path file = context.workFolder().resolve("explanation-" + subject.target() + ".json");
        ExplanationJson.write(explanation, file);
        var attachment = new Attachment(file.getFileName().toString(), "application/json", file);
        return new Explained(explanation, ExplanationFindings.of(explanation), attachment);
    }

    private static List<Tensor> activations(ExplainedModel models) {
        var activations = new LinkedHashSet<Tensor>(models.packaged().inputs());
        models.operators().forEach(operator -> operator.output(0).ifPresent(activations::add));
        return List.copyOf(activations);
    }

    private static List<Operator> standAlone(ExplainedModel models, LeftOut leftOut) {
        var able = new ArrayList<Operator>();
        for (Operator operator : models.operators()) {
            if (Conversions.isQuantized(operator)) {
                Optional<String> obstacle = Isolation.obstacle(models, operator);
                if (obstacle.isEmpty()) {
                    able.add(operator);
                } else {
                    leftOut.add(operator.type() + " '" + ExplainedModel.name(operator) + "' was not measured alone: "
                            + obstacle.get() + ".");
                }
            }
        }
        return able;
    }
}
