package io.lapidary.api.technique;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.work.Lane;

/**
 * Who a technique is, what it needs and what it promises. All of it is data: it goes into the catalog, so that requests are
 * checked before any node runs anything.
 *
 * @param id lower-case words joined by hyphens, as in {@code dynamic-range}
 * @param version of the technique, {@code major.minor.micro}; it changes whenever the result for an equal input may change
 * @param summary one sentence
 * @param lane the class of work it is
 * @param parameters what can be set
 * @param models the models it takes, by role; SUBJECT is among them
 * @param data the samples it takes, by role
 * @param requires traits that the model must have
 * @param provides traits that the result has
 * @param keeps traits that survive if they were there: a promise that the contract test checks
 * @param destroys traits that are gone afterwards; a trait neither kept, provided nor destroyed counts as destroyed
 * @param changes what it may change
 * @param usesTarget whether its result may depend on the target; without it, {@link TechniqueInput#target()} is empty, and targets of one
 *     request share the step
 */
public record TechniqueDescriptor(
        String id,
        String version,
        String summary,
        Lane lane,
        List<Parameter<?>> parameters,
        Map<ModelRole, Need> models,
        Map<DataRole, Need> data,
        Set<Trait> requires,
        Set<Trait> provides,
        Set<Trait> keeps,
        Set<Trait> destroys,
        Set<Change> changes,
        boolean usesTarget) {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public TechniqueDescriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("technique id '" + id + "' is not of the form " + ID);
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("version '" + version + "' of " + id + " is not major.minor.micro");
        }
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(lane, "lane");
        parameters = List.copyOf(parameters);
        models = Map.copyOf(models);
        data = Map.copyOf(data);
        requires = Set.copyOf(requires);
        provides = Set.copyOf(provides);
        keeps = Set.copyOf(keeps);
        destroys = Set.copyOf(destroys);
        changes = Set.copyOf(changes);
        if (!models.containsKey(ModelRole.SUBJECT)) {
            throw new IllegalArgumentException(id + " takes no SUBJECT");
        }
        if (!Collections.disjoint(keeps, destroys) || !Collections.disjoint(provides, destroys)) {
            throw new IllegalArgumentException(id + " destroys a trait that it keeps or provides");
        }
        if (parameters.stream().map(Parameter::name).distinct().count() != parameters.size()) {
            throw new IllegalArgumentException(id + " declares a parameter twice");
        }
    }

    /** A descriptor of a technique that takes the subject alone, to be refined by the {@code with...} methods. */
    public static TechniqueDescriptor of(String id, String version, String summary, Lane lane) {
        return new Draft(id, version, summary, lane).finished();
    }

    public TechniqueDescriptor withParameters(Parameter<?>... declared) {
        return with(draft -> draft.parameters = List.of(declared));
    }

    public TechniqueDescriptor withModels(Map<ModelRole, Need> taken) {
        return with(draft -> draft.models = taken);
    }

    public TechniqueDescriptor withData(Map<DataRole, Need> taken) {
        return with(draft -> draft.data = taken);
    }

    public TechniqueDescriptor withTraits(
            Set<Trait> required, Set<Trait> provided, Set<Trait> kept, Set<Trait> destroyed) {
        return with(draft -> {
            draft.requires = required;
            draft.provides = provided;
            draft.keeps = kept;
            draft.destroys = destroyed;
        });
    }

    public TechniqueDescriptor withChanges(Change... changed) {
        return with(draft -> draft.changes = Set.of(changed));
    }

    /** Its result may depend on the target, so that it is told of it and run once for each. */
    public TechniqueDescriptor withTarget() {
        return with(draft -> draft.usesTarget = true);
    }

    private TechniqueDescriptor with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A descriptor in the making. */
    private static final class Draft {
        private final String id;
        private final String version;
        private final String summary;
        private final Lane lane;
        private List<Parameter<?>> parameters = List.of();
        private Map<ModelRole, Need> models = Map.of(ModelRole.SUBJECT, Need.REQUIRED);
        private Map<DataRole, Need> data = Map.of();
        private Set<Trait> requires = Set.of();
        private Set<Trait> provides = Set.of();
        private Set<Trait> keeps = Set.of();
        private Set<Trait> destroys = Set.of();
        private Set<Change> changes = Set.of();
        private boolean usesTarget;

        private Draft(String id, String version, String summary, Lane lane) {
            this.id = id;
            this.version = version;
            this.summary = summary;
            this.lane = lane;
        }

        private Draft(TechniqueDescriptor from) {
            this(from.id, from.version, from.summary, from.lane);
            parameters = from.parameters;
            models = from.models;
            data = from.data;
            requires = from.requires;
            provides = from.provides;
            keeps = from.keeps;
            destroys = from.destroys;
            changes = from.changes;
            usesTarget = from.usesTarget;
        }

        private TechniqueDescriptor finished() {
            return new TechniqueDescriptor(
                    id,
                    version,
                    summary,
                    lane,
                    parameters,
                    models,
                    data,
                    requires,
                    provides,
                    keeps,
                    destroys,
                    changes,
                    usesTarget);
        }
    }
}
