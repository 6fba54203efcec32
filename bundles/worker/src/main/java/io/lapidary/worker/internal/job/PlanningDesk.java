package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.EvaluatedCandidate;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.events.CandidateInfo;
import io.lapidary.events.DecisionInfo;
import io.lapidary.events.DecisionKind;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.mapping.ErrorMapper;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.events.mapping.OutcomeMapper;
import io.lapidary.events.mapping.RequestMapper;
import io.lapidary.worker.internal.plugin.Named;
import io.lapidary.worker.internal.plugin.PluginCalls;

/** Asks the planner that answers a request. */
final class PlanningDesk {
    /** A decision, and whose it is. */
    record Answer(String planner, Decision decision) {
        DecisionInfo info() {
            var info = DecisionInfo.newBuilder()
                    .setKind(DecisionKind.UNSATISFIED)
                    .setPlanner(planner)
                    .setReason(decision.reason());
            if (decision instanceof Decision.Run run) {
                info.setKind(DecisionKind.RUN).setPipelines(pipelines(run.candidates()));
            } else if (decision instanceof Decision.RunAndPublish run) {
                info.setKind(DecisionKind.RUN_AND_PUBLISH).setPipelines(pipelines(run.pipelines()));
            } else if (decision instanceof Decision.Publish publish) {
                info.setKind(DecisionKind.PUBLISH).setNumbers(publish.numbers());
            }
            return info.build();
        }

        private static List<PipelineInfo> pipelines(List<Decision.Candidate> candidates) {
            return candidates.stream()
                    .map(c -> RequestMapper.toInfo(c.pipeline(), c.reason()))
                    .toList();
        }
    }

    private final Supplier<List<Named<Planner>>> planners;
    private final PluginCalls calls;
    private final Supplier<Catalog> catalog;
    private final Traits traits;
    private final KnownAnswers known = new KnownAnswers();

    PlanningDesk(Supplier<List<Named<Planner>>> planners, PluginCalls calls, Supplier<Catalog> catalog, Traits traits) {
        this.planners = planners;
        this.calls = calls;
        this.catalog = catalog;
        this.traits = traits;
    }

    Answer ask(Job job, JobData data) throws LapidaryException, InterruptedException {
        var request = new PlanningRequest(
                job.original(),
                traits.of(job.original(), job.modelName()),
                job.steps(),
                job.targets(),
                data.roles(),
                job.constraints(),
                catalog.get(),
                evaluated(job.item().getCandidates()));
        List<Named<Planner>> asked = planners.get();
        Optional<Answer> answer = known.find(request, asked);
        if (answer.isPresent()) {
            return answer.get();
        }
        for (Named<Planner> planner : asked) {
            Optional<Decision> decision = plan(planner, request, job);
            if (decision.isPresent()) {
                var made = new Answer(planner.id(), decision.get());
                known.add(request, asked, made);
                return made;
            }
        }
        throw new LapidaryException(
                ErrorCodes.NO_STEPS,
                "No planner on this node answers such a request.",
                "Name the steps to take, or install the bundle lapidary-planner-explicit.");
    }

    /** Asks whether it answers, and at once for the answer: two calls would be two ways to another thread and back. */
    private Optional<Decision> plan(Named<Planner> planner, PlanningRequest request, Job job)
            throws LapidaryException, InterruptedException {
        try {
            Planner service = planner.service();
            return calls.call(
                    planner.callee(),
                    "plan",
                    calls.limits().plan(),
                    () -> service.answers(request) ? Optional.of(service.plan(request)) : Optional.<Decision>empty());
        } catch (LapidaryException e) {
            throw e.code().equals(ErrorCodes.ALREADY_QUANTIZED)
                    ? QuantizedPart.named(e, SubjectModel.read(job.original(), job.modelName()))
                    : e;
        }
    }

    private static List<EvaluatedCandidate> evaluated(List<CandidateInfo> candidates) throws LapidaryException {
        var evaluated = new ArrayList<EvaluatedCandidate>();
        for (CandidateInfo candidate : candidates) {
            List<Pipeline> pipelines = RequestMapper.fromInfo(candidate.getPipeline());
            Optional<Evaluation> evaluation = candidate.getEvaluations().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            EvaluationMapper.fromInfo(candidate.getEvaluations().get(0)));
            Optional<ErrorCode> failure =
                    Optional.ofNullable(candidate.getFailure()).map(ErrorMapper::code);
            evaluated.add(new EvaluatedCandidate(
                    candidate.getNumber(),
                    pipelines.get(0),
                    OutcomeMapper.fromInfos(candidate.getSteps()),
                    evaluation,
                    failure));
        }
        return evaluated;
    }
}
