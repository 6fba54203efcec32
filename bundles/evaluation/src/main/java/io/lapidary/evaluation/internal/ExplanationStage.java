package io.lapidary.evaluation.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.ExplainSettings;
import io.lapidary.evaluation.internal.explain.Explainer;
import io.lapidary.evaluation.internal.explain.Explainer.Explained;
import io.lapidary.evaluation.internal.explain.measure.Judge.Judgement;
import io.lapidary.evaluation.internal.explain.measure.Subject;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.evaluation.internal.sample.SampleRun;

/** The part of an evaluation that explains a quantized package, where that was asked for and there are samples. */
final class ExplanationStage {
    private final SampleReader reader;
    private final Collection<? extends Metric> metrics;
    private final ExplainSettings settings;
    private final EvaluationRequest request;
    private final Path folder;
    private final WorkContext context;

    ExplanationStage(
            SampleReader reader,
            Collection<? extends Metric> metrics,
            ExplainSettings settings,
            EvaluationRequest request,
            Path folder,
            WorkContext context) {
        this.reader = reader;
        this.metrics = metrics;
        this.settings = settings;
        this.request = request;
        this.folder = folder;
        this.context = context;
    }

    /**
     * @param run over the test samples, if there are any
     * @param atHand whether the target's hardware is this machine's
     */
    Optional<Explained> explain(
            ModelFile packaged,
            Optional<SampleRun> run,
            List<OperatorPlacement> placements,
            boolean atHand,
            Notes notes)
            throws LapidaryException, InterruptedException, IOException {
        if (!request.explain() || settings.budget().isZero()) {
            return Optional.empty();
        }
        try {
            return Explainer.applies(request.original(), packaged)
                    ? explained(packaged, run, placements, atHand, notes)
                    : Optional.empty();
        } catch (RuntimeException e) {
            // An odd model is no reason to lose what was measured before.
            notes.unmeasured("What quantization did to each operator was not measured: the explanation itself failed.");
            notes.found(Finding.warning(
                    "explanation-failed",
                    "",
                    "The explanation failed with " + e + "; report it, with the model if you can."));
            return Optional.empty();
        }
    }

    private Optional<Explained> explained(
            ModelFile packaged,
            Optional<SampleRun> run,
            List<OperatorPlacement> placements,
            boolean atHand,
            Notes notes)
            throws LapidaryException, InterruptedException, IOException {
        Optional<SampleRun> samples = run.filter(r -> r.samples().count() > 0);
        String source = "test";
        if (samples.isEmpty() && request.representative().isPresent()) {
            source = "representative";
            samples = Optional.of(
                    representative(packaged, request.representative().get()));
        }
        if (samples.isEmpty()) {
            notes.unmeasured(
                    "What quantization did to each operator was not measured: there are neither test data nor representative"
                            + " samples.");
            return Optional.empty();
        }
        var subject = new Subject(
                request.original(),
                packaged,
                samples.get(),
                source,
                placements,
                atHand,
                target(),
                this::judge,
                Folders.fresh(folder, "explanation"));
        Explained explained = new Explainer(settings).explain(subject, context);
        notes.found(explained.findings());
        return Optional.of(explained);
    }

    private SampleRun representative(ModelFile packaged, DataSource data)
            throws LapidaryException, InterruptedException {
        return SampleRun.run(
                request.original(), packaged, data, reader, Folders.fresh(folder, "representative"), context);
    }

    private Judgement judge(SampleRun changed) throws LapidaryException, InterruptedException {
        Quality quality =
                Quality.measure(changed, request.task(), "the samples", List.copyOf(metrics), new Notes(), context);
        return new Judgement(quality.result(), quality.primary(), quality.sqnrDb());
    }

    private String target() {
        String name = request.target().backend()
                + (request.target().profile().isEmpty()
                        ? ""
                        : "-" + request.target().profile());
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
