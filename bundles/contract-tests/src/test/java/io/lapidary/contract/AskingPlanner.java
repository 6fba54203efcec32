package io.lapidary.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.EvaluatedCandidate;
import io.lapidary.api.planner.PipelineCheck;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;

/** A sound little planner: has three settings tried, one a round, then publishes the smallest. Broken ones override a step. */
class AskingPlanner implements Planner {
    static final int ROUNDS = 3;

    @Override
    public String id() {
        return "asking";
    }

    @Override
    public boolean answers(PlanningRequest request) {
        return request.steps().isEmpty();
    }

    @Override
    public Decision plan(PlanningRequest request) throws LapidaryException {
        int round = request.evaluated().size();
        if (round < ROUNDS) {
            return new Decision.Run(List.of(candidate(request, round)), reason("Round " + round + "."));
        }
        return publish(request);
    }

    Decision.Candidate candidate(PlanningRequest request, int round) throws LapidaryException {
        var check = new PipelineCheck(request.catalog(), request.data());
        TargetProfile target = check.resolve(target(request));
        return new Decision.Candidate(
                new Pipeline(steps(check, request, round), target), reason("With " + bits(round) + " bits."));
    }

    TargetProfile target(PlanningRequest request) {
        return request.targets().get(0);
    }

    int bits(int round) {
        return 8 - 2 * round;
    }

    List<Step> steps(PipelineCheck check, PlanningRequest request, int round) throws LapidaryException {
        var asked = new Step("halving", Optional.empty(), Map.of("bits", Integer.toString(bits(round))));
        return check.pin(List.of(asked), request.traits());
    }

    String reason(String words) {
        return words;
    }

    Decision publish(PlanningRequest request) throws LapidaryException {
        List<EvaluatedCandidate> sound = new ArrayList<>(request.evaluated());
        sound.removeIf(candidate -> candidate.evaluation().isEmpty());
        long most = request.constraints().maxBytes().orElse(Long.MAX_VALUE);
        return sound.stream()
                .min(Comparator.comparingLong(candidate ->
                        candidate.evaluation().orElseThrow().result().bytes()))
                .filter(best -> best.evaluation().orElseThrow().result().bytes() <= most)
                .<Decision>map(best -> new Decision.Publish(List.of(best.number()), reason("It is the smallest.")))
                .orElseGet(() -> new Decision.Unsatisfied(reason("None is small enough.")));
    }

    static LapidaryException unclear() {
        return new LapidaryException(ErrorCodes.INTERNAL_ERROR, "No.", "");
    }
}
