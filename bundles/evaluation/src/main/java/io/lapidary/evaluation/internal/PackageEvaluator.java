package io.lapidary.evaluation.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.evaluation.internal.explain.ExplainSettings;
import io.lapidary.evaluation.internal.explain.Explainer.Explained;
import io.lapidary.evaluation.internal.facts.ModelFacts;
import io.lapidary.evaluation.internal.facts.OperatorTable;
import io.lapidary.evaluation.internal.facts.PackageSize;
import io.lapidary.evaluation.internal.metric.MetricRuns;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.evaluation.internal.sample.SampleRun;

/** Opens a package by its backend and measures what it holds beside the original. */
public final class PackageEvaluator implements Evaluator {
    private final SampleReader reader;
    private final Supplier<? extends Collection<Metric>> metrics;
    private final ExplainSettings settings;

    /**
     * @param metrics asked anew for each evaluation; of several with one id the last counts
     * @param settings what an explanation may cost
     */
    public PackageEvaluator(
            SampleReader reader, Supplier<? extends Collection<Metric>> metrics, ExplainSettings settings) {
        this.reader = reader;
        this.metrics = metrics;
        this.settings = settings;
    }

    @Override
    public void requireTask(String task) throws LapidaryException {
        MetricRuns.requireOffered(task, metrics.get());
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, WorkContext context)
            throws LapidaryException, InterruptedException {
        var notes = new Notes();
        context.progress(0, "opening the package");
        Backend backend = request.backend();
        var parameters = Parameters.resolve(
                backend.descriptor().id(),
                backend.descriptor().parameters(),
                request.target().parameters());
        VerifiedPackage verified = verify(request, parameters, context);
        notes.found(verified.findings());
        Path folder = Folders.fresh(context.workFolder(), "evaluation");
        try {
            return evaluate(request, verified, folder, notes, context);
        } catch (IOException e) {
            throw WriteFailures.of(folder, e);
        } finally {
            Folders.remove(folder);
        }
    }

    private static VerifiedPackage verify(EvaluationRequest request, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        try {
            return request.backend().verify(request.packed(), request.target(), parameters, context);
        } catch (LapidaryException e) {
            throw WhoseFault.of(e, request.original(), context);
        }
    }

    private Evaluation evaluate(
            EvaluationRequest request, VerifiedPackage verified, Path folder, Notes notes, WorkContext context)
            throws LapidaryException, InterruptedException, IOException {
        List<OperatorPlacement> placements = request.backend().place(verified.model(), request.target());
        boolean runs = canRun(placements, notes);
        Optional<SampleRun> run = runs ? run(request, verified, folder, context) : Optional.empty();
        context.progress(0.65, "comparing outputs");
        boolean compared = !request.original().digest().equals(verified.model().digest());
        Quality quality = runs ? quality(request, run, compared, notes, context) : Quality.unknown(request.task());
        ModelFacts result = ModelFacts.read(verified.model());
        List<OperatorCount> operators = OperatorTable.of(result.model(), placements);
        context.progress(0.75, "measuring latency");
        Optional<LatencyComparison> latency = runs
                ? request.backend().latency(request.original(), verified, samples(run), request.target(), context)
                : Optional.empty();
        if (runs && latency.isEmpty()) {
            notes.unmeasured("Latency was not measured: a " + request.target() + " is not at hand.");
        }
        var originalSize = PackageSize.of(request.original(), request.packed());
        var resultSize = PackageSize.of(request.packed());
        ModelMeasurement before = measurement(
                originalSize,
                ModelFacts.read(request.original()),
                quality.original(),
                latency.map(LatencyComparison::original),
                run.map(SampleRun::original));
        ModelMeasurement after = measurement(
                resultSize,
                result,
                quality.result(),
                latency.map(LatencyComparison::result),
                run.map(SampleRun::result));
        long samples = run.map(r -> r.samples().count()).orElse(0L);
        Optional<Explained> explanation = runs
                ? new ExplanationStage(reader, metrics.get(), settings, request, folder, context)
                        .explain(verified.model(), run, placements, latency.isPresent(), notes)
                : Optional.empty();
        FindingRules.size(originalSize, resultSize, notes);
        FindingRules.operators(operators, notes);
        latency.ifPresent(l -> FindingRules.latency(l, operators, explanation.map(Explained::explanation), notes));
        FindingRules.quality(quality.primary(), before, after, samples, notes);
        context.progress(1, "evaluated");
        return new Evaluation(
                before,
                after,
                quality.task(),
                quality.metrics(),
                samples,
                quality.sqnrDb(),
                quality.largestError(),
                latency.map(LatencyComparison::threads).orElse(0),
                latency.map(LatencyComparison::device).orElse(""),
                run.map(SampleRun::engine),
                operators,
                notes.unmeasured(),
                notes.findings(),
                explanation.map(Explained::explanation),
                explanation.map(e -> List.of(e.attachment())).orElse(List.of()));
    }

    /** Whether there is something that runs each operator, as there is not for a custom one whose kernel only the application has. */
    private static boolean canRun(List<OperatorPlacement> placements, Notes notes) {
        String nowhere = placements.stream()
                .filter(placement -> placement.unit().isEmpty())
                .map(OperatorPlacement::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!nowhere.isEmpty()) {
            notes.unmeasured(
                    "Quality, agreement with the original, SQNR, the largest error, latency and memory were not"
                            + " measured: nothing here runs the operators " + nowhere + ".");
        }
        return nowhere.isEmpty();
    }

    private Optional<SampleRun> run(
            EvaluationRequest request, VerifiedPackage verified, Path folder, WorkContext context)
            throws LapidaryException, InterruptedException {
        return request.test().isEmpty()
                ? Optional.empty()
                : Optional.of(SampleRun.run(
                        request.original(), verified.model(), request.test().get(), reader, folder, context));
    }

    /** @param compared whether the package is another model than the original, as one that is measured alone is not */
    private Quality quality(
            EvaluationRequest request, Optional<SampleRun> run, boolean compared, Notes notes, WorkContext context)
            throws LapidaryException, InterruptedException {
        if (run.isEmpty()) {
            notes.unmeasured("Quality" + (compared ? ", agreement with the original, SQNR, the largest error" : "")
                    + " and memory were not measured: there is no test data.");
            return Quality.unknown(request.task());
        }
        String name = request.test().orElseThrow().name();
        return Quality.measure(run.get(), request.task(), name, metrics.get(), notes, context);
    }

    private static Optional<SampleSet> samples(Optional<SampleRun> run) {
        return run.map(SampleRun::samples).filter(samples -> samples.count() > 0);
    }

    private static ModelMeasurement measurement(
            PackageSize size,
            ModelFacts facts,
            Map<String, Double> metrics,
            Optional<Quantiles> latency,
            Optional<RunResult> run) {
        return new ModelMeasurement(
                size.bytes(),
                size.zipped(),
                metrics,
                latency,
                run.map(r -> OptionalLong.of(r.peakMemoryBytes())).orElse(OptionalLong.empty()),
                facts.parameters(),
                facts.sparsity(),
                facts.weightTypes());
    }
}
