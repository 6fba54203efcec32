package io.lapidary.planner.explicit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Lane;

class ExplicitPlannerTest {
    private static final Set<Trait> FLOAT = Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS);

    private static final TechniqueDescriptor HALVE = TechniqueDescriptor.of("halve", "1.0.0", "Halves.", Lane.LIGHT)
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS),
                    Set.of(),
                    Set.of(Trait.FLOAT_ACTIVATIONS),
                    Set.of(Trait.FLOAT_WEIGHTS));
    private static final TechniqueDescriptor SMOOTH = TechniqueDescriptor.of("smooth", "1.2.0", "Smooths.", Lane.LIGHT)
            .withParameters(Parameter.integer("rounds", 1, 9, "How often.").defaultsTo(1L))
            .withTraits(Set.of(Trait.FLOAT_WEIGHTS), Set.of(), FLOAT, Set.of());
    private static final TechniqueDescriptor SMOOTH_NEWER = TechniqueDescriptor.of(
                    "smooth", "1.10.0", "Smooths.", Lane.LIGHT)
            .withTraits(Set.of(Trait.FLOAT_WEIGHTS), Set.of(), FLOAT, Set.of());
    private static final TechniqueDescriptor MEASURED = TechniqueDescriptor.of(
                    "measured", "1.0.0", "Measures.", Lane.CALIBRATE)
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.REQUIRED));
    private static final BackendDescriptor CPU = new BackendDescriptor(
            "cpu", "1.0.0", "CPU.", List.of(new BackendDescriptor.Profile("desktop", "Desktop.")), List.of());

    private final ExplicitPlanner planner = new ExplicitPlanner();

    @Test
    void pinsTheHighestVersionByNumberAndTheDefaultProfile() throws Exception {
        var decision = planner.plan(request(FLOAT, step("smooth"), step("halve")));

        assertThat(decision).isInstanceOfSatisfying(Decision.RunAndPublish.class, run -> {
            var pipeline = run.pipelines().get(0).pipeline();
            assertThat(pipeline.steps())
                    .extracting(s -> s.version().orElseThrow())
                    .containsExactly("1.10.0", "1.0.0");
            assertThat(pipeline.target().toString()).isEqualTo("cpu:desktop");
            assertThat(run.reason()).contains("smooth 1.10.0, then halve 1.0.0");
        });
    }

    @Test
    void saysWhichStepTookWhatAnotherNeedsAndWhatOrderWorks() {
        var error = refusal(request(FLOAT, step("halve"), step("smooth")));

        assertThat(error.code()).isEqualTo(ErrorCodes.IMPOSSIBLE_ORDER);
        assertThat(error.sentence())
                .contains(
                        "'smooth' needs float-weights", "'halve' before it takes away", "Put 'smooth' before 'halve'.");
    }

    @Test
    void saysThatNoOrderOfTwoStepsWorksWhereNoneDoes() {
        var error = refusal(request(FLOAT, step("halve"), step("halve")));

        assertThat(error.code()).isEqualTo(ErrorCodes.IMPOSSIBLE_ORDER);
        assertThat(error.remedy()).isEqualTo("Leave one of the two out.");
    }

    @Test
    void refusesAModelThatIsQuantizedAlready() {
        assertThat(refusal(request(Set.of(Trait.QUANTIZED_WEIGHTS), step("halve")))
                        .code())
                .isEqualTo(ErrorCodes.ALREADY_QUANTIZED);
    }

    @Test
    void namesTheNearestTechniqueParameterAndVersion() {
        assertThat(refusal(request(FLOAT, step("smoth"))).sentence()).contains("Did you mean 'smooth'?");
        var old = new Step("smooth", Optional.of("1.2.0"), Map.of("round", "3"));
        assertThat(refusal(request(FLOAT, old)).sentence()).contains("no parameter 'round'", "Did you mean 'rounds'?");
        var gone = new Step("smooth", Optional.of("2.0.0"), Map.of());
        assertThat(refusal(request(FLOAT, gone)).sentence()).contains("Offered are: 1.2.0, 1.10.0.");
    }

    @Test
    void namesAParameterThatIsOutOfRange() {
        var wrong = new Step("smooth", Optional.of("1.2.0"), Map.of("rounds", "10"));

        var error = refusal(request(FLOAT, wrong));

        assertThat(error.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
        assertThat(error.sentence()).contains("rounds=10", "an integer from 1 to 9", "(default 1)");
    }

    @Test
    void namesDataThatIsMissing() {
        var error = refusal(request(FLOAT, step("measured")));

        assertThat(error.code()).isEqualTo(ErrorCodes.MISSING_DATA);
        assertThat(error.sentence()).contains("representative", "--representative DATA");
    }

    @Test
    void saysWhatToNameWhereNoStepIsNamed() {
        var error = refusal(request(FLOAT));

        assertThat(error.code()).isEqualTo(ErrorCodes.NO_STEPS);
        assertThat(error.sentence()).contains("halve, measured, smooth");
    }

    private LapidaryException refusal(PlanningRequest request) {
        return catchThrowableOfType(LapidaryException.class, () -> planner.plan(request));
    }

    private static Step step(String technique) {
        return new Step(technique, Optional.empty(), Map.of());
    }

    private static PlanningRequest request(Set<Trait> traits, Step... steps) {
        return new PlanningRequest(
                new ModelFile(Path.of("model.tflite"), Digest.of("model")),
                traits,
                List.of(steps),
                List.of(new TargetProfile("cpu", "", Map.of())),
                Set.of(),
                Constraints.NONE,
                new Catalog(List.of(HALVE, SMOOTH, SMOOTH_NEWER, MEASURED), List.of(CPU)),
                List.of());
    }
}
