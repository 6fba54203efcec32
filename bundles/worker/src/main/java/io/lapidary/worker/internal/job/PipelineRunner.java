package io.lapidary.worker.internal.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.worker.internal.plugin.Lease;
import io.lapidary.worker.internal.plugin.Named;
import io.lapidary.worker.internal.plugin.Plugins;

/** Runs a job's pipelines: their steps, the backend's package, the evaluation of that package opened again. */
final class PipelineRunner {
    /** Covers the moment in which a plugin is taken away and put back; another node serves better than a longer wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final NodeServices node;
    private final StepMemory memory;
    private final Packager packager;
    private final StepOutputs outputs;

    PipelineRunner(NodeServices node, MessageCodec codec) {
        this.node = node;
        var records = new KeptRecords(node.store(), codec);
        memory = new StepMemory(node.store(), records);
        packager = new Packager(node.store(), records);
        outputs = new StepOutputs(node.store());
    }

    /** One after the other; a step that several of them share is run once. */
    List<Variant> run(Job job, List<Pipeline> pipelines, JobData data, StepContext.Shared shared, WorkFolder folder)
            throws LapidaryException, InterruptedException {
        var steps = new StepRunner(node.store(), memory, outputs, job.request());
        var variants = new ArrayList<Variant>();
        for (Pipeline pipeline : pipelines) {
            variants.add(run(job, pipeline, steps, data, shared, folder));
        }
        return variants;
    }

    /** All that the pipeline needs is held from its beginning, so that what is taken away meanwhile waits for its end. */
    private Variant run(
            Job job, Pipeline pipeline, StepRunner steps, JobData data, StepContext.Shared shared, WorkFolder folder)
            throws LapidaryException, InterruptedException {
        var techniques = new ArrayList<Lease<Technique>>();
        try (var backend = borrow(node.backends(), pipeline.target().backend(), Optional.empty(), Optional.empty())) {
            for (int i = 0; i < pipeline.steps().size(); i++) {
                Step step = pipeline.steps().get(i);
                Optional<Digest> jar = job.jars().get(i).map(Digest::new);
                techniques.add(borrow(node.techniques(), step.technique(), step.version(), jar));
            }
            return run(job, pipeline, steps, techniques, backend, data, shared, folder);
        } finally {
            techniques.forEach(Lease::close);
        }
    }

    private Variant run(
            Job job,
            Pipeline pipeline,
            StepRunner steps,
            List<Lease<Technique>> techniques,
            Lease<Backend> backend,
            JobData data,
            StepContext.Shared shared,
            WorkFolder folder)
            throws LapidaryException, InterruptedException {
        TargetProfile target = pipeline.target();
        ModelFile model = job.original();
        var outcomes = new ArrayList<StepOutcome>();
        var attachments = new ArrayList<Attachment>();
        var findings = new ArrayList<Finding>();
        boolean engineEntered = false;
        for (int i = 0; i < pipeline.steps().size(); i++) {
            shared.monitor().checkCancelled();
            StepProduct product = steps.run(
                    i, pipeline.steps().get(i), techniques.get(i), model, data, Optional.of(target), shared, folder);
            model = product.model();
            engineEntered |= product.engineEntered();
            outcomes.add(product.outcome());
            attachments.addAll(product.attachments());
            findings.addAll(product.findings());
        }
        shared.monitor().checkCancelled();
        var packed =
                packager.pack(backend.plugin(), model, target, job.request().getReuseSteps(), shared, folder);
        shared.monitor()
                .happened(
                        LifecycleType.PACKAGED,
                        -1,
                        target.toString(),
                        Bytes.text(packed.info().getBytes()));
        findings.addAll(packed.files().findings());
        Optional<Evaluation> evaluation = job.request().getEvaluate()
                ? Optional.of(evaluate(job, backend.plugin().service(), packed, target, data, shared, folder))
                : Optional.empty();
        evaluation.ifPresent(e -> findings.addAll(ConstraintCheck.violations(job.constraints(), e)));
        evaluation.ifPresent(e -> attachments.addAll(e.attachments()));
        return new Variant(target, outcomes, model, packed.info(), attachments, findings, evaluation, engineEntered);
    }

    /** Refuses a task that nothing here measures, before any work. */
    void requireTask(String task) throws LapidaryException, InterruptedException {
        Optional<Named<Evaluator>> evaluator = node.evaluator().get();
        if (evaluator.isPresent() && !task.isEmpty()) {
            node.calls()
                    .call(
                            evaluator.get().callee(),
                            "requireTask",
                            node.calls().limits().describe(),
                            () -> {
                                evaluator.get().service().requireTask(task);
                                return task;
                            });
        }
    }

    private Evaluation evaluate(
            Job job,
            Backend backend,
            Packager.Packed packed,
            TargetProfile target,
            JobData data,
            StepContext.Shared shared,
            WorkFolder folder)
            throws LapidaryException, InterruptedException {
        Named<Evaluator> evaluator = node.evaluator()
                .get()
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.ENGINE_UNAVAILABLE,
                        "This node has no evaluator.",
                        "Install the bundle lapidary-evaluation, or send 'evaluate' as false."));
        shared.monitor().checkCancelled();
        var context =
                new StepContext(shared, -1, "evaluation", true, folder.fresh("evaluation"), NoCheckpoints.INSTANCE);
        var request = new EvaluationRequest(
                job.original(),
                backend,
                packed.files(),
                target,
                data.source(DataRole.TEST),
                job.request().getTask(),
                data.source(DataRole.REPRESENTATIVE),
                job.request().getExplain());
        try {
            Evaluation evaluation = node.calls()
                    .call(
                            evaluator.callee(),
                            "evaluate",
                            node.calls().limits().evaluate(),
                            () -> evaluator.service().evaluate(request, context));
            shared.monitor().happened(LifecycleType.EVALUATED, -1, target.toString(), "");
            return evaluation;
        } catch (LapidaryException e) {
            throw new SenderWords(job.request())
                    .of(e, job.original().path(), context.workFolder(), 0, "the evaluation");
        }
    }

    private static <T> Lease<T> borrow(Plugins<T> plugins, String id, Optional<String> version, Optional<Digest> jar)
            throws LapidaryException, InterruptedException {
        return plugins.borrow(id, version, jar, PATIENCE)
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.PLUGIN_UNAVAILABLE,
                        "This node does not have '" + id
                                + version.map(v -> " " + v).orElse("") + "'"
                                + jar.map(j -> " (bundle content " + j.brief() + ")")
                                        .orElse("") + ".",
                        "Deploy its bundle to every node of the lane; the work is tried again meanwhile."));
    }
}
