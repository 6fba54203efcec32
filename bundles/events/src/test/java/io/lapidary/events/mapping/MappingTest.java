package io.lapidary.events.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Constraints.Objective;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.Lane;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.TechniqueOffer;

class MappingTest {
    private static final Digest JAR = Digest.of("jar");

    private static final TechniqueDescriptor TECHNIQUE = TechniqueDescriptor.of(
                    "distill", "1.2.3", "Learns from a teacher.", Lane.TRAIN)
            .withParameters(
                    Parameter.number("temperature", 1, 20, "softens the teacher's outputs")
                            .defaultsTo(4.0),
                    Parameter.choice("loss", List.of("kl", "mse"), "what is made small"))
            .withModels(Map.of(ModelRole.SUBJECT, Need.REQUIRED, ModelRole.TEACHER, Need.OPTIONAL))
            .withData(Map.of(DataRole.TRAINING, Need.REQUIRED, DataRole.TEST, Need.OPTIONAL))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                    Set.of(new Trait("distill.taught")),
                    Set.of(Trait.SPARSE),
                    Set.of(Trait.CLUSTERED, Trait.CALIBRATED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY);

    @Test
    void techniques() throws LapidaryException {
        TechniqueOffer offer = OfferMapper.toOffer(TECHNIQUE, JAR);
        assertThat(offer.getJar()).isEqualTo(JAR.hex());
        assertThat(offer.getDestroys()).containsExactly("calibrated", "clustered");
        assertThat(OfferMapper.fromOffer(offer)).isEqualTo(TECHNIQUE);
    }

    @Test
    void anOfferThatUsesWhatIsNotKnownHereIsRefusedByName() {
        TechniqueOffer offer = OfferMapper.toOffer(TECHNIQUE, JAR);
        offer.setModels(Map.of("SUBJECT", "REQUIRED", "ENSEMBLE", "REQUIRED"));
        var refused = catchThrowableOfType(LapidaryException.class, () -> OfferMapper.fromOffer(offer));
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE);
        assertThat(refused).hasMessageContaining("distill 1.2.3").hasMessageContaining("ENSEMBLE");
    }

    @Test
    void backends() throws LapidaryException {
        var cpu = new BackendDescriptor(
                "cpu",
                "1.0.0",
                "This machine's processor.",
                List.of(
                        new BackendDescriptor.Profile("default", "As it is."),
                        new BackendDescriptor.Profile("one", "One core.")),
                List.of(Parameter.integer("threads", 1, 64, "threads to run with")
                        .defaultsTo(1L)));
        var offer = OfferMapper.toOffer(cpu, JAR);
        assertThat(offer.getJar()).isEqualTo(JAR.hex());
        assertThat(OfferMapper.fromOffer(offer)).isEqualTo(cpu);
    }

    @Test
    void steps() {
        var step = new Step("prune", Optional.of("1.0.0"), Map.of("sparsity", "0.8"));
        var request = RequestMapper.toRequest(step, Optional.of(JAR));
        assertThat(request.getJar()).isEqualTo(JAR.hex());
        assertThat(RequestMapper.fromRequest(request)).isEqualTo(step);
        var open = new Step("prune", Optional.empty(), Map.of());
        assertThat(RequestMapper.fromRequest(RequestMapper.toRequest(open, Optional.empty())))
                .isEqualTo(open);
    }

    @Test
    void pipelines() {
        var pipeline = new Pipeline(
                List.of(new Step("prune", Optional.empty(), Map.of())),
                new TargetProfile("cpu", "one", Map.of("threads", "2")));
        assertThat(RequestMapper.fromInfo(RequestMapper.toInfo(pipeline, "why not")))
                .containsExactly(pipeline);
    }

    @Test
    void constraints() throws LapidaryException {
        var all = new Constraints(
                OptionalDouble.of(0.01), OptionalLong.of(100), OptionalDouble.of(2.5), Optional.of(Objective.LATENCY));
        assertThat(RequestMapper.fromSet(Optional.of(RequestMapper.toSet(all)))).isEqualTo(all);
        assertThat(RequestMapper.fromSet(Optional.of(RequestMapper.toSet(Constraints.NONE))))
                .isEqualTo(Constraints.NONE);
        assertThat(RequestMapper.fromSet(Optional.empty())).isEqualTo(Constraints.NONE);
    }

    @Test
    void constraintsThatCannotBeAreTheSendersFault() {
        assertInvalid(new ConstraintSet(-0.1, null, null, null), "max_accuracy_drop=-0.1");
        assertInvalid(new ConstraintSet(null, 0L, null, null), "max_bytes=0");
        assertInvalid(new ConstraintSet(null, null, Double.NaN, null), "max_latency_us=NaN");
        assertInvalid(new ConstraintSet(null, null, null, "SIZE"), "objective=SIZE is not size, latency or accuracy");
    }

    @Test
    void outcomes() throws LapidaryException {
        var outcome = new StepOutcome(
                "prune",
                "1.0.0",
                JAR,
                Map.of("sparsity", "0.8"),
                Digest.of("in"),
                Digest.of("out"),
                1.5,
                true,
                Map.of("zeros", 12.0));
        var infos = OutcomeMapper.toInfos(List.of(outcome));
        assertThat(OutcomeMapper.fromInfos(infos)).containsExactly(outcome);
        infos.get(0).setOutput("nonsense");
        var refused = catchThrowableOfType(LapidaryException.class, () -> OutcomeMapper.fromInfos(infos));
        assertThat(refused).hasMessageContaining("step prune").hasMessageContaining("nonsense");
    }

    @Test
    void findings() {
        var findings = List.of(
                Finding.note("kept", "conv1", "It was kept."),
                Finding.warning("slower", "", "It got slower; use int8."));
        assertThat(FindingMapper.fromInfos(FindingMapper.toInfos(findings))).isEqualTo(findings);
        assertThat(FindingMapper.fromInfo(new FindingInfo("CATASTROPHE", "c", "s", "m"))
                        .severity())
                .isEqualTo(Finding.Severity.WARNING);
    }

    @Test
    void errors() {
        var failure = new LapidaryException(
                new ErrorCode("prune.schedule-too-short", ErrorType.REQUEST),
                "Too short.",
                "Give more.",
                "step 2",
                null);
        ErrorInfo info = ErrorMapper.toInfo(failure);
        assertThat(ErrorMapper.fromInfo(info))
                .returns(failure.code(), LapidaryException::code)
                .returns("Too short. Give more.", LapidaryException::sentence)
                .returns("step 2", LapidaryException::where);
        info.setType("WEATHER");
        assertThat(ErrorMapper.fromInfo(info).code()).isEqualTo(ErrorCodes.INTERNAL_ERROR);
    }

    private static void assertInvalid(ConstraintSet set, String why) {
        var refused = catchThrowableOfType(LapidaryException.class, () -> RequestMapper.fromSet(Optional.of(set)));
        assertThat(refused.code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
        assertThat(refused).hasMessageContaining(why);
    }
}
