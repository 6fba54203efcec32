package io.lapidary.coordinator.internal.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.work.Lane;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;

/** Checks steps and targets against the catalog, and pins each step to the bytes that will run it. */
public final class Pinning {
    private static final String DEFAULT_BACKEND = "cpu";

    private final LiveCatalog catalog;
    private final Set<DataRole> data;

    /** @param data that came with the request */
    public Pinning(LiveCatalog catalog, Set<DataRole> data) {
        this.catalog = catalog;
        this.data = Set.copyOf(data);
    }

    /**
     * Steps with version and jar, and the heaviest of their lanes.
     *
     * @param steps pinned
     * @param lane to run them in
     */
    public record Pinned(List<StepRequest> steps, String lane) {}

    /**
     * Pins each step to the highest version offered, or to the version (and jar) that it asks for.
     *
     * @throws LapidaryException of code unknown-technique, unknown-parameter, invalid-parameter, missing-data or no-lane
     */
    public Pinned pin(List<StepRequest> steps, List<Target> targets) throws LapidaryException {
        var pinned = new ArrayList<StepRequest>(steps.size());
        Lane lane = Lane.LIGHT;
        for (StepRequest step : steps) {
            Offered offered = find(step);
            var technique = offered.technique();
            Parameters.resolve(technique.id(), technique.parameters(), step.getParameters());
            requireData(offered);
            pinned.add(new StepRequest(step.getTechnique(), technique.version(), step.getParameters(), offered.jar()));
            lane = LaneWeight.ORDER.compare(technique.lane(), lane) > 0 ? technique.lane() : lane;
        }
        requireNode(lane.id(), pinned, targets);
        return new Pinned(pinned, lane.id());
    }

    /**
     * The targets asked for, or the one that stands for none; every backend, profile and parameter is offered.
     *
     * @throws LapidaryException of code unknown-backend, unknown-parameter or invalid-parameter
     */
    public List<Target> targets(List<Target> asked) throws LapidaryException {
        var targets = asked.isEmpty() ? List.of(new Target(DEFAULT_BACKEND, "", Map.of())) : asked;
        for (Target target : targets) {
            var backend = catalog.backend(target.getBackend())
                    .orElseThrow(() -> new LapidaryException(
                            ErrorCodes.UNKNOWN_BACKEND,
                            "No live node offers the backend '" + target.getBackend() + "'.",
                            NearestName.hint(target.getBackend(), catalog.backendIds())));
            var profiles = backend.profiles().stream().map(p -> p.id()).toList();
            if (!target.getProfile().isEmpty() && !profiles.contains(target.getProfile())) {
                throw new LapidaryException(
                        ErrorCodes.UNKNOWN_BACKEND,
                        "The backend '" + backend.id() + "' has no profile '" + target.getProfile() + "'.",
                        NearestName.hint(target.getProfile(), profiles));
            }
            Parameters.resolve(backend.id(), backend.parameters(), target.getParameters());
        }
        return targets;
    }

    /** @throws LapidaryException of code no-lane if no live node serves the lane with all that the pipeline needs */
    void requireNode(String lane, List<StepRequest> steps, List<Target> targets) throws LapidaryException {
        if (catalog.canRun(lane, steps, targets)) {
            return;
        }
        boolean served = catalog.lanes().contains(lane);
        throw new LapidaryException(
                ErrorCodes.NO_LANE,
                served
                        ? "No single live node serves the lane '" + lane
                                + "' and offers every step and backend asked for."
                        : "No live node serves the lane '" + lane + "'.",
                served
                        ? "Deploy the techniques and backends to one node of that lane."
                        : "Start a node that serves it. Served are: " + String.join(", ", catalog.lanes()) + ".");
    }

    private Offered find(StepRequest step) throws LapidaryException {
        var versions = catalog.techniques(step.getTechnique());
        if (versions.isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.UNKNOWN_TECHNIQUE,
                    "No live node offers the technique '" + step.getTechnique() + "'.",
                    NearestName.hint(step.getTechnique(), catalog.techniqueIds()));
        }
        return versions.stream()
                .filter(o ->
                        step.getVersion() == null || o.technique().version().equals(step.getVersion()))
                .filter(o -> step.getJar() == null || o.jar().equals(step.getJar()))
                .reduce((lower, higher) -> higher)
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.UNKNOWN_TECHNIQUE,
                        "No live node offers the technique '" + step.getTechnique() + "'"
                                + (step.getVersion() == null ? "" : " in version " + step.getVersion())
                                + (step.getJar() == null ? "" : " with the bytes " + step.getJar()) + ".",
                        "Offered are: " + described(versions) + "."));
    }

    private static String described(List<Offered> versions) {
        return String.join(
                ", ",
                versions.stream()
                        .map(o -> o.technique().version() + " (" + brief(o.jar()) + ")")
                        .toList());
    }

    private static String brief(String jar) {
        return jar.substring(0, Math.min(12, jar.length()));
    }

    private void requireData(Offered offered) throws LapidaryException {
        for (var need : offered.technique().data().entrySet()) {
            if (need.getValue() == Need.REQUIRED && !data.contains(need.getKey())) {
                String role = need.getKey().name().toLowerCase(Locale.ROOT);
                throw new LapidaryException(
                        ErrorCodes.MISSING_DATA,
                        "The technique '" + offered.technique().id() + "' needs " + role
                                + " data, and the request has none.",
                        "Name it: --" + (role.equals("training") ? "train" : role) + " DATA, or '" + role
                                + "' in the request's data.");
            }
        }
    }
}
