package io.lapidary.api.planner;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.technique.DataRole;

/**
 * @param model the model as it came
 * @param traits detected in it
 * @param steps asked for, in order; empty if the planner is to find them
 * @param targets asked for; at least one
 * @param data which samples came with the request
 * @param constraints what is asked of the result
 * @param catalog what can be used
 * @param evaluated candidates run so far, in the order they were asked for
 */
public record PlanningRequest(
        ModelFile model,
        Set<Trait> traits,
        List<Step> steps,
        List<TargetProfile> targets,
        Set<DataRole> data,
        Constraints constraints,
        Catalog catalog,
        List<EvaluatedCandidate> evaluated) {
    public PlanningRequest {
        Objects.requireNonNull(model, "model");
        traits = Set.copyOf(traits);
        steps = List.copyOf(steps);
        targets = List.copyOf(targets);
        data = Set.copyOf(data);
        Objects.requireNonNull(constraints, "constraints");
        Objects.requireNonNull(catalog, "catalog");
        evaluated = List.copyOf(evaluated);
    }
}
