package io.lapidary.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.summary.TraitDetector;

/** Questions for planners, sound and unsound ones, over a little catalog. */
public final class PlanningRequests {
    private static final Catalog CATALOG = new Catalog(
            List.of(technique("halving", "1.0.0"), technique("halving", "1.10.0"), technique("rounding", "2.0.0")),
            List.of(new BackendDescriptor(
                    "desk",
                    "1.0.0",
                    "A computer.",
                    List.of(
                            new BackendDescriptor.Profile("plain", "An ordinary one."),
                            new BackendDescriptor.Profile("fast", "A fast one.")),
                    List.of())));

    private PlanningRequests() {}

    private static TechniqueDescriptor technique(String id, String version) {
        return TechniqueDescriptor.of(id, version, "Makes models smaller.", Lane.LIGHT)
                .withParameters(Parameter.integer("bits", 1, 16, "How many bits are kept.")
                        .in("bits")
                        .defaultsTo(8L))
                .withTraits(
                        Set.of(Trait.FLOAT_ACTIVATIONS),
                        Set.of(),
                        Set.of(Trait.FLOAT_ACTIVATIONS, Trait.FLOAT_WEIGHTS),
                        Set.of())
                .withChanges(Change.WEIGHTS);
    }

    /**
     * Steps with and without a version, two targets, none but a limit of bytes; then an unknown technique, a bad parameter, an
     * unknown profile.
     *
     * @param folder for the model
     */
    public static List<PlanningRequest> all(Path folder) throws Exception {
        Path file = folder.resolve("model.tflite");
        TfliteWriter.write(Subjects.classifier(), file);
        var one = List.of(target("plain"));
        return List.of(
                request(file, List.of(step("halving", Optional.empty(), Map.of())), one),
                request(file, List.of(step("halving", Optional.of("1.0.0"), Map.of("bits", "4"))), one),
                request(
                        file,
                        List.of(
                                step("rounding", Optional.empty(), Map.of()),
                                step("halving", Optional.empty(), Map.of())),
                        List.of(target(""), target("fast"))),
                request(file, List.of(), one),
                request(file, List.of(step("halvin", Optional.empty(), Map.of())), one),
                request(file, List.of(step("halving", Optional.of("9.0.0"), Map.of())), one),
                request(file, List.of(step("halving", Optional.empty(), Map.of("bits", "17"))), one),
                request(file, List.of(step("halving", Optional.empty(), Map.of())), List.of(target("slow"))));
    }

    private static TargetProfile target(String profile) {
        return new TargetProfile("desk", profile, Map.of());
    }

    private static Step step(String technique, Optional<String> version, Map<String, String> parameters) {
        return new Step(technique, version, parameters);
    }

    private static PlanningRequest request(Path file, List<Step> steps, List<TargetProfile> targets) throws Exception {
        var constraints = new Constraints(
                OptionalDouble.empty(), OptionalLong.of(80_000), OptionalDouble.empty(), Optional.empty());
        return new PlanningRequest(
                ModelFile.of(file),
                TraitDetector.detect(Subjects.classifier()),
                steps,
                targets,
                Set.of(),
                constraints,
                CATALOG,
                List.of());
    }
}
