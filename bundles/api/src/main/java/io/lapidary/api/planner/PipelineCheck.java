package io.lapidary.api.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.TechniqueDescriptor;

/**
 * Checks a pipeline against descriptors alone, before anything runs: techniques and parameters exist, data is there, and every
 * step finds the traits it requires in what the steps before it leave.
 *
 * <p>Traits flow so: after a step the model has what the step provides, and of what it had before, what the step keeps.
 */
public final class PipelineCheck {
    private final Catalog catalog;
    private final Set<DataRole> data;

    public PipelineCheck(Catalog catalog, Set<DataRole> data) {
        this.catalog = catalog;
        this.data = Set.copyOf(data);
    }

    /**
     * Pins each step to a technique.
     *
     * @param steps as asked for
     * @param traits of the model as it came
     * @return the same steps, versions pinned
     * @throws LapidaryException of code unknown-technique, unknown-parameter, invalid-parameter, missing-data,
     *     impossible-order or unsupported-model, with what is wrong and what would work
     */
    public List<Step> pin(List<Step> steps, Set<Trait> traits) throws LapidaryException {
        var descriptors = new ArrayList<TechniqueDescriptor>();
        var pinned = new ArrayList<Step>();
        for (Step step : steps) {
            TechniqueDescriptor descriptor = technique(step);
            Parameters.resolve(descriptor.id(), descriptor.parameters(), step.parameters());
            requireData(descriptor);
            descriptors.add(descriptor);
            pinned.add(new Step(step.technique(), Optional.of(descriptor.version()), step.parameters()));
        }
        requireOrder(descriptors, traits);
        return pinned;
    }

    /** The target with its backend's default profile where none was named, its profile and parameters checked. */
    public TargetProfile resolve(TargetProfile target) throws LapidaryException {
        var backend = catalog.backend(target.backend())
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.UNKNOWN_BACKEND,
                        "There is no backend '" + target.backend() + "'.",
                        NearestName.hint(
                                target.backend(),
                                catalog.backends().stream().map(b -> b.id()).toList())));
        Parameters.resolve(backend.id(), backend.parameters(), target.parameters());
        if (target.profile().isEmpty()) {
            return new TargetProfile(backend.id(), backend.profiles().get(0).id(), target.parameters());
        }
        var profiles = backend.profiles().stream().map(p -> p.id()).toList();
        if (!profiles.contains(target.profile())) {
            throw new LapidaryException(
                    ErrorCodes.UNKNOWN_BACKEND,
                    "The backend '" + backend.id() + "' has no profile '" + target.profile() + "'.",
                    NearestName.hint(target.profile(), profiles));
        }
        return target;
    }

    private TechniqueDescriptor technique(Step step) throws LapidaryException {
        var found = catalog.technique(step.technique(), step.version());
        if (found.isPresent()) {
            return found.get();
        }
        var versions = catalog.techniques().stream()
                .filter(t -> t.id().equals(step.technique()))
                .map(TechniqueDescriptor::version)
                .sorted(VersionOrder::compare)
                .toList();
        if (!versions.isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.UNKNOWN_TECHNIQUE,
                    "The technique '" + step.technique() + "' is not offered in version "
                            + step.version().orElseThrow() + ".",
                    "Offered are: " + String.join(", ", versions) + ".");
        }
        var ids = new TreeSet<String>();
        catalog.techniques().forEach(t -> ids.add(t.id()));
        throw new LapidaryException(
                ErrorCodes.UNKNOWN_TECHNIQUE,
                "There is no technique '" + step.technique() + "'.",
                NearestName.hint(step.technique(), ids));
    }

    private void requireData(TechniqueDescriptor technique) throws LapidaryException {
        for (var need : technique.data().entrySet()) {
            if (need.getValue() == Need.REQUIRED && !data.contains(need.getKey())) {
                String role = need.getKey().name().toLowerCase(java.util.Locale.ROOT);
                throw new LapidaryException(
                        ErrorCodes.MISSING_DATA,
                        "The technique '" + technique.id() + "' needs " + role + " data, and the request has none.",
                        "Name it: --" + (role.equals("training") ? "train" : role) + " DATA, or '" + role
                                + "' in the request's data.");
            }
        }
    }

    private static void requireOrder(List<TechniqueDescriptor> steps, Set<Trait> traits) throws LapidaryException {
        Set<Trait> present = new HashSet<>(traits);
        Map<Trait, TechniqueDescriptor> lostTo = new HashMap<>();
        for (TechniqueDescriptor step : steps) {
            for (Trait required : new TreeSet<>(step.requires())) {
                if (!present.contains(required)) {
                    throw missing(step, required, Optional.ofNullable(lostTo.get(required)));
                }
            }
            var after = new HashSet<>(step.provides());
            for (Trait trait : present) {
                if (step.keeps().contains(trait)) {
                    after.add(trait);
                } else if (!after.contains(trait)) {
                    lostTo.put(trait, step);
                }
            }
            present = after;
        }
    }

    private static LapidaryException missing(
            TechniqueDescriptor step, Trait required, Optional<TechniqueDescriptor> lostTo) {
        if (lostTo.isPresent()) {
            String before = lostTo.get().id();
            return new LapidaryException(
                    ErrorCodes.IMPOSSIBLE_ORDER,
                    "'" + step.id() + "' needs " + required + ", which '" + before + "' before it takes away.",
                    step.keeps().containsAll(lostTo.get().requires())
                            ? "Put '" + step.id() + "' before '" + before + "'."
                            : "Leave one of the two out.");
        }
        if (required.equals(Trait.FLOAT_WEIGHTS) || required.equals(Trait.FLOAT_ACTIVATIONS)) {
            return new LapidaryException(
                    ErrorCodes.ALREADY_QUANTIZED,
                    "'" + step.id() + "' needs " + required + ", and the model has none.",
                    "Give the float model that it was made from.");
        }
        return new LapidaryException(
                ErrorCodes.UNSUPPORTED_MODEL,
                "'" + step.id() + "' needs a model with the trait " + required + ", and this one is without.",
                "Put a step before it that provides " + required + ", or leave it out.");
    }
}
