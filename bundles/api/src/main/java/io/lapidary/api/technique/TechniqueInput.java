package io.lapidary.api.technique;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;

/**
 * @param models by role; every required one is there, and all are read-only
 * @param data by role; every required one is there
 * @param parameters resolved
 * @param target the hardware the pipeline is for; empty unless the descriptor says that the technique {@code usesTarget}
 */
public record TechniqueInput(
        Map<ModelRole, ModelFile> models,
        Map<DataRole, SampleSet> data,
        Parameters parameters,
        Optional<TargetProfile> target) {
    public TechniqueInput {
        models = Map.copyOf(models);
        data = Map.copyOf(data);
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(target, "target");
    }

    /** The model that is optimized. */
    public ModelFile subject() {
        return models.get(ModelRole.SUBJECT);
    }
}
