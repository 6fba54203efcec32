package io.lapidary.coordinator.internal.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.Completion;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.EvaluationRecord;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;

/**
 * Ends requests: the result, a record for each artifact and evaluation, and the terminal event, all from one transition, which
 * leaves behind only {@link Ended}.
 */
final class Endings {
    private static final String PACKAGE = "package";

    private final Rules rules;

    Endings(Rules rules) {
        this.rules = rules;
    }

    Transition fail(Draft draft, Status status, ErrorInfo error) {
        return end(draft, status, Optional.empty(), List.of(), List.of(error));
    }

    /** Ends with what one or several items gave. */
    Transition end(
            Draft draft, Status status, Optional<PlanInfo> plan, List<Completion> results, List<ErrorInfo> errors) {
        RequestState state = draft.state();
        OptimizationRequest request = state.request().value();
        var steps = new ArrayList<StepInfo>();
        var artifacts = new LinkedHashMap<String, ArtifactInfo>();
        var evaluations = new ArrayList<EvaluationInfo>();
        var findings = new ArrayList<FindingInfo>();
        for (Completion result : results) {
            for (ArtifactInfo artifact : result.getArtifacts()) {
                var told = Derivations.moved(artifact, result, steps.size());
                artifacts.putIfAbsent(told.getName() + " " + told.getSha256() + " " + told.getTarget(), told);
                draft.send(artifact(draft, plan, artifact, result, request));
            }
            steps.addAll(result.getSteps());
            evaluations.addAll(result.getEvaluations());
            findings.addAll(result.getFindings());
            evaluations(draft, result);
        }
        draft.send(new Effect.Publish(new OptimizationResult(
                state.requestId(),
                state.tenant(),
                status,
                request.getCreatedAt(),
                draft.now(),
                state.own().attempt(),
                results.isEmpty()
                        ? rules.node()
                        : results.get(results.size() - 1).getNode(),
                plan.orElse(null),
                steps,
                List.copyOf(artifacts.values()),
                evaluations,
                findings,
                errors,
                request.getLabels(),
                state.traceparent())));
        draft.tell(
                Item.OWN,
                LifecycleType.valueOf(status.name()),
                errors.isEmpty() ? "" : errors.get(0).getMessage(),
                errors.stream().findFirst(),
                -1);
        Item own = draft.state().own();
        long until =
                Math.max(draft.now(), request.getCreatedAt()) + rules.horizon().toMillis();
        long bytes =
                artifacts.values().stream().mapToLong(ArtifactInfo::getBytes).sum();
        var published = bytes > 0 ? new Published(state.tenant(), bytes) : Published.NOTHING;
        return draft.over(new Ended(state.digest(), status, until, own.attempt(), own.sequence(), published));
    }

    private static Effect artifact(
            Draft draft,
            Optional<PlanInfo> plan,
            ArtifactInfo artifact,
            Completion result,
            OptimizationRequest request) {
        return new Effect.RecordArtifact(new ArtifactRecord(
                draft.state().requestId(),
                draft.state().tenant(),
                Derivations.alone(artifact),
                original(request, result),
                plan.orElse(null),
                Derivations.steps(artifact, result),
                request.getSeed(),
                result.getEngine(),
                draft.now(),
                result.getData()));
    }

    private static String original(OptimizationRequest request, Completion result) {
        if (!result.getOriginal().isEmpty()) {
            return result.getOriginal();
        }
        if (Digest.isUri(request.getModel())) {
            return Digest.ofUri(request.getModel()).hex();
        }
        return result.getSteps().isEmpty() ? "" : result.getSteps().get(0).getInput();
    }

    /** An evaluation belongs to the package of its target. */
    private static void evaluations(Draft draft, Completion result) {
        Map<Object, String> packages = new LinkedHashMap<>();
        for (ArtifactInfo artifact : result.getArtifacts()) {
            if (artifact.getKind().equals(PACKAGE)) {
                packages.putIfAbsent(Optional.ofNullable(artifact.getTarget()), artifact.getSha256());
            }
        }
        String first = packages.values().stream().findFirst().orElse("");
        for (EvaluationInfo evaluation : result.getEvaluations()) {
            draft.send(new Effect.RecordEvaluation(new EvaluationRecord(
                    draft.state().requestId(),
                    draft.state().tenant(),
                    packages.getOrDefault(Optional.ofNullable(evaluation.getTarget()), first),
                    evaluation,
                    draft.now())));
        }
    }
}
