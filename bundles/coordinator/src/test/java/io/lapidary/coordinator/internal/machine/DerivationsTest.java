package io.lapidary.coordinator.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.Outcome;
import io.lapidary.events.StepInfo;

class DerivationsTest {
    private static StepInfo step(String technique) {
        return StepInfo.newBuilder()
                .setTechnique(technique)
                .setVersion("1.0.0")
                .setJar("0".repeat(64))
                .setParameters(Map.of())
                .setInput("1".repeat(64))
                .setOutput("2".repeat(64))
                .setSeconds(0.5)
                .setRemembered(false)
                .build();
    }

    private static Completion completion(String... techniques) {
        return Completion.newBuilder()
                .setWorkId("a")
                .setRequestId("a")
                .setAttempt(1)
                .setNode("n")
                .setFinishedAt(1)
                .setOutcome(Outcome.SUCCEEDED)
                .setSteps(Arrays.stream(techniques).map(DerivationsTest::step).toList())
                .build();
    }

    private static ArtifactInfo artifact(List<Integer> steps) {
        return ArtifactInfo.newBuilder()
                .setKind("package")
                .setName("model.tflite")
                .setUri("lapidary:sha256/" + "a".repeat(64))
                .setSha256("a".repeat(64))
                .setBytes(1)
                .setMediaType("application/vnd.tflite")
                .setSteps(steps)
                .build();
    }

    @Test
    void aRecordTellsOfTheStepsThatLedToTheArtifactAlone() {
        Completion three = completion("prune", "int8", "float16");
        assertThat(Derivations.steps(artifact(List.of(0, 2)), three))
                .extracting(StepInfo::getTechnique)
                .containsExactly("prune", "float16");
        assertThat(Derivations.alone(artifact(List.of(0, 2))).getSteps()).isNull();
        assertThat(Derivations.steps(artifact(List.of()), three)).isEmpty();
    }

    @Test
    void whatDoesNotSayOrDoesNotFitIsMadeByAllSteps() {
        Completion two = completion("prune", "int8");
        assertThat(Derivations.steps(artifact(null), two)).hasSize(2);
        assertThat(Derivations.steps(artifact(List.of(0, 2)), two)).hasSize(2);
        assertThat(Derivations.steps(artifact(List.of(-1)), two)).hasSize(2);
    }

    @Test
    void indexesFollowTheStepsIntoAResultOfSeveralItems() {
        Completion two = completion("prune", "int8");
        assertThat(Derivations.moved(artifact(List.of(1)), two, 3).getSteps()).containsExactly(4);
        assertThat(Derivations.moved(artifact(null), two, 3).getSteps()).containsExactly(3, 4);
        assertThat(Derivations.moved(artifact(null), two, 0).getSteps()).isNull();
    }
}
