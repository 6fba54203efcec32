package io.lapidary.events.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Constraints.Objective;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.Step;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;

/** What a request asks for: steps, targets, constraints; and pipelines made of them. */
public final class RequestMapper {
    private RequestMapper() {}

    /** @param jar digest of the bundle that is pinned, if one is */
    public static StepRequest toRequest(Step step, Optional<Digest> jar) {
        return StepRequest.newBuilder()
                .setTechnique(step.technique())
                .setVersion(step.version().orElse(null))
                .setParameters(step.parameters())
                .setJar(jar.map(Digest::hex).orElse(null))
                .build();
    }

    public static Step fromRequest(StepRequest request) {
        return new Step(request.getTechnique(), Optional.ofNullable(request.getVersion()), request.getParameters());
    }

    public static List<Step> fromRequests(List<StepRequest> requests) {
        return requests.stream().map(RequestMapper::fromRequest).toList();
    }

    public static Target toTarget(TargetProfile target) {
        return new Target(target.backend(), target.profile(), target.parameters());
    }

    public static TargetProfile fromTarget(Target target) {
        return new TargetProfile(target.getBackend(), target.getProfile(), target.getParameters());
    }

    public static List<TargetProfile> fromTargets(List<Target> targets) {
        return targets.stream().map(RequestMapper::fromTarget).toList();
    }

    /** No jars are pinned in it. */
    public static PipelineInfo toInfo(Pipeline pipeline, String reason) {
        var steps = new ArrayList<StepRequest>();
        pipeline.steps().forEach(step -> steps.add(toRequest(step, Optional.empty())));
        return new PipelineInfo(steps, List.of(toTarget(pipeline.target())), reason);
    }

    /** One pipeline for each of its targets. */
    public static List<Pipeline> fromInfo(PipelineInfo info) {
        List<Step> steps = fromRequests(info.getSteps());
        return fromTargets(info.getTargets()).stream()
                .map(target -> new Pipeline(steps, target))
                .toList();
    }

    public static ConstraintSet toSet(Constraints constraints) {
        return ConstraintSet.newBuilder()
                .setMaxAccuracyDrop(boxed(constraints.maxAccuracyDrop()))
                .setMaxBytes(
                        constraints.maxBytes().isPresent()
                                ? (Long) constraints.maxBytes().getAsLong()
                                : null)
                .setMaxLatencyMicros(boxed(constraints.maxLatencyMicros()))
                .setObjective(constraints.objective().map(RequestMapper::word).orElse(null))
                .build();
    }

    /**
     * The constraints that were sent; {@link Constraints#NONE} for none.
     *
     * @throws LapidaryException of code invalid-request if a limit is negative or not a number, or the objective unknown
     */
    public static Constraints fromSet(Optional<ConstraintSet> sent) throws LapidaryException {
        if (sent.isEmpty()) {
            return Constraints.NONE;
        }
        ConstraintSet set = sent.get();
        return new Constraints(
                limit("max_accuracy_drop", set.getMaxAccuracyDrop()),
                bytes(set.getMaxBytes()),
                limit("max_latency_us", set.getMaxLatencyMicros()),
                objective(set.getObjective()));
    }

    private static OptionalDouble limit(String name, Double value) throws LapidaryException {
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value >= 0)) {
            throw invalid(name, value.toString(), "a number that is not negative");
        }
        return OptionalDouble.of(value);
    }

    private static OptionalLong bytes(Long value) throws LapidaryException {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value <= 0) {
            throw invalid("max_bytes", value.toString(), "a positive number of bytes");
        }
        return OptionalLong.of(value);
    }

    private static Optional<Objective> objective(String word) throws LapidaryException {
        if (word == null) {
            return Optional.empty();
        }
        for (Objective objective : Objective.values()) {
            if (word(objective).equals(word)) {
                return Optional.of(objective);
            }
        }
        throw invalid("objective", word, "size, latency or accuracy");
    }

    private static String word(Objective objective) {
        return objective.name().toLowerCase(Locale.ROOT);
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static LapidaryException invalid(String name, String value, String allowed) {
        return new LapidaryException(
                ErrorCodes.INVALID_REQUEST,
                "The constraint " + name + "=" + value + " is not " + allowed + ".",
                "Give " + allowed + ".");
    }
}
