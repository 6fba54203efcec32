package io.lapidary.planner.explicit.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.PipelineCheck;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.api.technique.TechniqueDescriptor;

/**
 * Runs the steps that the request names, in its order, once they are checked.
 *
 * <p>It answers every request, at the lowest ranking: one without steps is answered with what to name, until a planner that
 * searches takes such requests over.
 */
@Component(property = Constants.SERVICE_RANKING + ":Integer=-1000")
public final class ExplicitPlanner implements Planner {
    @Override
    public String id() {
        return "explicit";
    }

    @Override
    public boolean answers(PlanningRequest request) {
        return true;
    }

    @Override
    public Decision plan(PlanningRequest request) throws LapidaryException {
        if (request.steps().isEmpty()) {
            throw noSteps(request);
        }
        var check = new PipelineCheck(request.catalog(), request.data());
        List<Step> steps = check.pin(request.steps(), request.traits());
        var pipelines = new ArrayList<Decision.Candidate>();
        for (TargetProfile asked : request.targets()) {
            TargetProfile target = check.resolve(asked);
            pipelines.add(new Decision.Candidate(new Pipeline(steps, target), "Named by the request."));
        }
        String names = steps.stream()
                .map(step -> step.technique() + " " + step.version().orElseThrow())
                .collect(Collectors.joining(", then "));
        return new Decision.RunAndPublish(pipelines, "The request names its steps: " + names + ".");
    }

    private static LapidaryException noSteps(PlanningRequest request) {
        String techniques = request.catalog().techniques().stream()
                .map(TechniqueDescriptor::id)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String targets = request.targets().stream().map(TargetProfile::toString).collect(Collectors.joining(", "));
        return new LapidaryException(
                ErrorCodes.NO_STEPS,
                "The request names a target (" + targets + ") and no step, and no planner here searches for steps.",
                "Name at least one of: " + techniques + " (--step ID on the command line, 'steps' in a request).");
    }
}
