package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.technique.DataRole;
import io.lapidary.events.Completion;
import io.lapidary.events.Outcome;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.mapping.RequestMapper;

/** Does the work of an item: resolve, plan, run, and say what became of it. */
public final class JobRunner {
    private final NodeServices node;
    private final CoreGate gate;
    private final Resolver resolver;
    private final DataSources sources;
    private final PlanningDesk desk;
    private final PipelineRunner pipelines;
    private final CompletionWriter writer;
    private final EmptyFolders folders = new EmptyFolders();

    /**
     * @param gate to the node's cores
     * @param catalog what the live nodes offer
     */
    public JobRunner(NodeServices node, CoreGate gate, MessageCodec codec, Supplier<Catalog> catalog) {
        this.node = node;
        this.gate = gate;
        resolver = new Resolver(node.store(), node.addresses());
        sources = new DataSources(resolver);
        desk = new PlanningDesk(node.planners(), node.calls(), catalog, new Traits());
        pipelines = new PipelineRunner(node, codec);
        writer = new CompletionWriter(node);
    }

    /** Runs to the end. The completion lacks what names the item, the node and the time. */
    public Completion.Builder run(WorkItem item, JobMonitor monitor) throws LapidaryException, InterruptedException {
        gate.enter(item.getTenant());
        long started = System.currentTimeMillis();
        try (WorkFolder folder = new WorkFolder(node.settings().get().workFolder(), folders)) {
            Job job = Job.read(item, resolver);
            JobData data =
                    JobData.open(node.samples(), sources, item.getRequest().getData(), folder);
            return switch (item.getKind()) {
                case PLAN -> plan(job, data).setStartedAt(started);
                case RUN -> run(job, data, monitor, folder).setStartedAt(started);
                case UNKNOWN ->
                    throw new LapidaryException(
                            ErrorCodes.PLUGIN_UNAVAILABLE,
                            "This node is too old for such work.",
                            "Upgrade it; a newer node takes the work meanwhile.");
            };
        } finally {
            gate.leave();
        }
    }

    private Completion.Builder plan(Job job, JobData data) throws LapidaryException, InterruptedException {
        return Completion.newBuilder()
                .setOutcome(Outcome.PLANNED)
                .setDecision(desk.ask(job, data).info());
    }

    /** What was there at admission and is offered no more is not the sender's fault: the item is handed back. */
    private PlanningDesk.Answer askPinned(Job job, JobData data) throws LapidaryException, InterruptedException {
        try {
            return desk.ask(job, data);
        } catch (LapidaryException e) {
            if (e.code().equals(ErrorCodes.UNKNOWN_TECHNIQUE) && job.isPinned()) {
                throw new LapidaryException(
                        ErrorCodes.PLUGIN_UNAVAILABLE,
                        "What the work was pinned to is offered no more: " + e.getMessage(),
                        e.remedy(),
                        e);
            }
            throw e;
        }
    }

    private Completion.Builder run(Job job, JobData data, JobMonitor monitor, WorkFolder folder)
            throws LapidaryException, InterruptedException {
        ConstraintCheck.requireMeasurable(
                job.constraints(), job.request().getEvaluate(), data.roles().contains(DataRole.TEST));
        var answer = askPinned(job, data);
        if (!(answer.decision() instanceof Decision.RunAndPublish decision)) {
            throw new LapidaryException(
                    ErrorCodes.INTERNAL_ERROR,
                    "The planner '" + answer.planner() + "' did not answer for the pipeline it was asked about.",
                    "This is a fault in the planner: report it to its author.");
        }
        PlanInfo plan = PlanInfo.newBuilder()
                .setPlanner(answer.planner())
                .setReason(decision.reason())
                .setSteps(decision.pipelines().get(0).pipeline().steps().stream()
                        .map(step -> RequestMapper.toRequest(step, Optional.empty()))
                        .toList())
                .setTargets(decision.pipelines().stream()
                        .map(candidate ->
                                RequestMapper.toTarget(candidate.pipeline().target()))
                        .toList())
                .build();
        List<Variant> variants = new ArrayList<>();
        if (!job.request().getPlanOnly()) {
            if (job.request().getEvaluate()) {
                pipelines.requireTask(job.request().getTask());
                data.check(DataRole.TEST, job.original());
            }
            data.check(DataRole.REPRESENTATIVE, job.original());
            JobSettings settings = node.settings().get();
            var shared = new StepContext.Shared(
                    monitor,
                    node.engine().get(),
                    settings.engine(),
                    node.cores(),
                    settings.memoryBytes(),
                    job.request().getSeed(),
                    gate);
            List<Pipeline> asked = decision.pipelines().stream()
                    .map(Decision.Candidate::pipeline)
                    .toList();
            variants.addAll(pipelines.run(job, asked, data, shared, folder));
        }
        return writer.write(job, plan, variants, folder)
                .setOriginal(job.original().digest().hex())
                .setData(data.addresses());
    }
}
