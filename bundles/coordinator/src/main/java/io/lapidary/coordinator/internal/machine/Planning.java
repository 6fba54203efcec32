package io.lapidary.coordinator.internal.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.admission.Admission;
import io.lapidary.coordinator.internal.admission.Pinning;
import io.lapidary.events.CandidateInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.DecisionInfo;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Outcome;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepRequest;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.mapping.ErrorMapper;

/** A planner's decisions: candidates to run as children, the next question when all are complete, and the publishing of some. */
final class Planning {
    private final Rules rules;
    private final Endings endings;

    Planning(Rules rules, Endings endings) {
        this.rules = rules;
        this.endings = endings;
    }

    Transition decided(Draft draft, Item item, Completion completion) {
        DecisionInfo decision = completion.getDecision();
        if (decision == null || item.number() != Item.OWN || item.kind() != WorkKind.PLAN) {
            return endings.fail(draft, Status.FAILED, Faults.unknown("a plan that nobody asked for"));
        }
        boolean planOnly = draft.state().request().value().getPlanOnly();
        return switch (decision.getKind()) {
            case RUN -> planOnly ? answer(draft, completion) : run(draft, decision, false);
            case RUN_AND_PUBLISH -> planOnly ? answer(draft, completion) : run(draft, decision, true);
            case PUBLISH -> publish(draft, decision);
            case UNSATISFIED ->
                endings.end(draft, Status.UNSATISFIED, Optional.of(plan(decision, List.of())), List.of(), List.of());
            case UNKNOWN -> endings.fail(draft, Status.FAILED, Faults.unknown("an unknown decision"));
        };
    }

    /** The plan itself was asked for. */
    private Transition answer(Draft draft, Completion completion) {
        PlanInfo plan = completion.getPlan() == null
                ? plan(completion.getDecision(), completion.getDecision().getPipelines())
                : completion.getPlan();
        return endings.end(draft, Status.SUCCEEDED, Optional.of(plan), List.of(completion), List.of());
    }

    private Transition run(Draft draft, DecisionInfo decision, boolean publishing) {
        RequestState state = draft.state();
        int first = state.candidates().size();
        if (decision.getPipelines().isEmpty()) {
            return fail(draft, decision, "asked to run nothing");
        }
        if (first + decision.getPipelines().size() > rules.maxCandidates()) {
            return fail(draft, decision, "asked for more than " + rules.maxCandidates() + " candidates");
        }
        if (state.round() + 1 > rules.maxRounds()) {
            return fail(draft, decision, "had not decided after " + rules.maxRounds() + " rounds");
        }
        draft.state(state.decided(decision.getPlanner(), decision.getReason(), publishing ? first : RequestState.ASK));
        var items = new ArrayList<>(draft.state().items());
        for (PipelineInfo pipeline : decision.getPipelines()) {
            items.add(candidate(draft, items.size() - 1, pipeline));
        }
        draft.state(draft.state().with(items));
        draft.change(Item.OWN, own -> own.in(Phase.WAITING, draft.now()));
        return candidateDone(draft);
    }

    /** Pinned like an explicit pipeline; what no live node offers is a candidate that failed. */
    private static Item candidate(Draft draft, int number, PipelineInfo pipeline) {
        var roles = Admission.roles(draft.state().request().value());
        try {
            var pinning = new Pinning(draft.moment().catalog(), roles);
            var targets = pinning.targets(pipeline.getTargets());
            var pinned = pinning.pin(pipeline.getSteps(), targets);
            var runnable = new PipelineInfo(pinned.steps(), targets, pipeline.getReason());
            return Item.of(number, WorkKind.RUN, Optional.of(runnable), pinned.lane(), Phase.QUEUED, draft.now());
        } catch (LapidaryException e) {
            return Item.of(number, WorkKind.RUN, Optional.of(pipeline), "", Phase.QUEUED, draft.now())
                    .done(Optional.empty(), Optional.of(ErrorMapper.toInfo(e)), draft.now());
        }
    }

    /** Goes on when no candidate is left to wait for. */
    Transition candidateDone(Draft draft) {
        List<Item> candidates = draft.state().candidates();
        long done = candidates.stream().filter(c -> c.phase() == Phase.DONE).count();
        if (done < candidates.size()) {
            draft.tell(
                    Item.OWN,
                    LifecycleType.WAITING,
                    done + " of " + candidates.size() + " candidates are done.",
                    Optional.empty(),
                    (double) done / candidates.size());
            return draft.live();
        }
        if (draft.state().publishFrom() != RequestState.ASK) {
            return publishAll(draft);
        }
        draft.change(Item.OWN, own -> own.again(draft.now()));
        return draft.live();
    }

    private Transition publishAll(Draft draft) {
        RequestState state = draft.state();
        List<Item> last = state.candidates()
                .subList(state.publishFrom(), state.candidates().size());
        Optional<Item> failed = last.stream().filter(c -> c.outcome().isEmpty()).findFirst();
        var decision = new DecisionInfo();
        decision.setPlanner(state.planner());
        decision.setReason(state.reason());
        if (failed.isPresent()) {
            ErrorInfo error = failed.get().error().orElseGet(() -> Faults.unknown("a failure without an error"));
            Status status = ErrorMapper.code(error).type().refuses() ? Status.REFUSED : Status.FAILED;
            return endings.fail(draft, status, error);
        }
        return publish(draft, decision, last);
    }

    private Transition publish(Draft draft, DecisionInfo decision) {
        var chosen = new ArrayList<Item>();
        for (int number : decision.getNumbers()) {
            Optional<Item> candidate = draft.state().item(number).filter(c -> number >= 0);
            if (candidate.isEmpty() || candidate.get().outcome().isEmpty()) {
                return fail(draft, decision, "chose candidate " + number + ", which did not succeed");
            }
            chosen.add(candidate.get());
        }
        return chosen.isEmpty() ? fail(draft, decision, "chose nothing") : publish(draft, decision, chosen);
    }

    private Transition publish(Draft draft, DecisionInfo decision, List<Item> chosen) {
        var results = new ArrayList<Completion>();
        var pipelines = new ArrayList<PipelineInfo>();
        boolean satisfied = true;
        for (Item item : chosen) {
            Completion result = item.outcome().orElseThrow().value();
            results.add(result);
            pipelines.add(item.pipeline().orElseThrow());
            satisfied &= result.getOutcome() == Outcome.SUCCEEDED;
        }
        Status status = satisfied ? Status.SUCCEEDED : Status.UNSATISFIED;
        return endings.end(draft, status, Optional.of(plan(decision, pipelines)), results, List.of());
    }

    /** Several pipelines differ in their targets, or are alternatives whose first speaks for all. */
    private static PlanInfo plan(DecisionInfo decision, List<PipelineInfo> pipelines) {
        var targets = pipelines.stream()
                .flatMap(p -> p.getTargets().stream())
                .distinct()
                .toList();
        var steps =
                pipelines.isEmpty() ? List.<StepRequest>of() : pipelines.get(0).getSteps();
        return new PlanInfo(decision.getPlanner(), decision.getReason(), steps, targets);
    }

    private Transition fail(Draft draft, DecisionInfo decision, String what) {
        return endings.fail(draft, Status.FAILED, Faults.planner(decision.getPlanner(), what));
    }

    /** What the planner is told of the candidates so far. */
    static List<CandidateInfo> candidates(RequestState state) {
        var infos = new ArrayList<CandidateInfo>();
        for (Item item : state.candidates()) {
            var outcome = item.outcome().map(Packed::value);
            infos.add(new CandidateInfo(
                    item.number(),
                    item.pipeline().orElseThrow(),
                    outcome.map(Completion::getSteps).orElse(List.of()),
                    outcome.map(Completion::getEvaluations).orElse(List.of()).stream()
                            .map(Planning::unexplained)
                            .toList(),
                    item.error().orElse(null)));
        }
        return infos;
    }

    /** Planners compare candidates, and a message that tells of many has no room for a table of each. */
    private static EvaluationInfo unexplained(EvaluationInfo evaluation) {
        if (evaluation.getExplanation() == null) {
            return evaluation;
        }
        EvaluationInfo told = Copies.shallow(evaluation, new EvaluationInfo());
        told.setExplanation(null);
        return told;
    }
}
