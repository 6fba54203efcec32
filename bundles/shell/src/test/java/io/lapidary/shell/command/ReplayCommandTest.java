package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;
import io.lapidary.shell.json.Json;

class ReplayCommandTest {
    private static final String ENGINE = "litert 2.21.0 x86_64+avx2+fma";
    private static final String[] WHERE = {"--bootstrap-servers", "kafka:9092", "--store", "store"};

    @TempDir
    Path folder;

    private MemoryPlatform platform;
    private CommandRun.World world;
    private ArtifactRecord recorded;
    private String nowMade = "the package";
    private String nowOutput = "5".repeat(64);
    private String nowEngine = ENGINE;
    private String nowBackend = "1.0.0";
    private Optional<String> refusal = Optional.empty();

    @BeforeEach
    void open() throws LapidaryException, IOException {
        platform = new MemoryPlatform(folder.resolve("store"), (request, store) -> Optional.of(answer(request)));
        world = new CommandRun.World(folder, platform, Optional.empty());
        recorded = ArtifactRecord.newBuilder()
                .setRequestId("first")
                .setTenant("default")
                .setArtifact(made("the package", "1.0.0"))
                .setOriginal("3".repeat(64))
                .setSteps(List.of(
                        step("prune", "3".repeat(64), "4".repeat(64)), step("int8", "4".repeat(64), "5".repeat(64))))
                .setSeed(7)
                .setEngine(ENGINE)
                .setCreatedAt(1)
                .setData(Map.of("representative", "lapidary:sha256/" + "6".repeat(64) + "?slice=0:9"))
                .build();
        platform.record(recorded);
        Files.writeString(folder.resolve("m.tflite"), "the package");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private ArtifactInfo made(String content, String backend) {
        return ArtifactInfo.newBuilder(
                        Answers.artifact("package", Answers.CPU, Answers.file(platform.store, "model.tflite", content)))
                .setBackendVersion(backend)
                .build();
    }

    private static StepInfo step(String technique, String input, String output) {
        return StepInfo.newBuilder()
                .setTechnique(technique)
                .setVersion("1.2.0")
                .setJar("2".repeat(64))
                .setParameters(Map.of("strength", "0.5"))
                .setInput(input)
                .setOutput(output)
                .setSeconds(0.25)
                .setRemembered(false)
                .build();
    }

    private OptimizationResult answer(OptimizationRequest request) {
        if (refusal.isPresent()) {
            return Answers.result(request, Status.REFUSED)
                    .setErrors(List.of(ErrorInfo.newBuilder()
                            .setCode("unknown-technique")
                            .setType("REQUEST")
                            .setMessage(refusal.get())
                            .build()))
                    .build();
        }
        ArtifactInfo artifact = made(nowMade, nowBackend);
        platform.record(ArtifactRecord.newBuilder(recorded)
                .setRequestId(request.getRequestId())
                .setArtifact(artifact)
                .setSteps(List.of(recorded.getSteps().get(0), step("int8", "4".repeat(64), nowOutput)))
                .setEngine(nowEngine)
                .setCreatedAt(2)
                .build());
        return Answers.result(request, Status.SUCCEEDED)
                .setArtifacts(List.of(artifact))
                .build();
    }

    private CommandRun run(String... words) {
        return world.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(WHERE)).toArray(String[]::new));
    }

    @Test
    void sendsWhatIsRecordedAndTakesNothingRemembered() throws Exception {
        var run = run("replay", "m.tflite", "--timeout", "10m");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("EQUAL", "a replay of first", "prune 1.2.0", "int8 1.2.0", "package");
        OptimizationRequest sent = platform.requests.get(0);
        assertThat(sent.getModel()).isEqualTo("lapidary:sha256/" + "3".repeat(64));
        assertThat(sent.getReuseSteps()).isFalse();
        assertThat(sent.getEvaluate()).isFalse();
        assertThat(sent.getSeed()).isEqualTo(7);
        assertThat(sent.getData()).isEqualTo(recorded.getData());
        assertThat(sent.getTargets()).containsExactly(Answers.CPU);
        assertThat(sent.getLabels()).containsEntry("replay-of", "first");
        assertThat(sent.getDeadline() - sent.getCreatedAt()).isEqualTo(600_000);
        assertThat(sent.getSteps()).hasSize(2).allSatisfy(step -> {
            assertThat(step.getVersion()).isEqualTo("1.2.0");
            assertThat(step.getParameters()).isEqualTo(Map.of("strength", "0.5"));
            assertThat(step.getJar()).isNull();
        });
    }

    @Test
    void findsTheArtifactByAddressAndDigest() throws Exception {
        Digest digest = Digest.of(folder.resolve("m.tflite"));
        for (String name : List.of(digest.uri(), digest.hex())) {
            var run = run("replay", name, "--json");
            assertThat(run.code()).as(run.err()).isZero();
            new ResultSchema("replay.schema.json").requireValid(run.out());
            assertThat(((Map<?, ?>) Json.parse(run.out())).get("equal")).isEqualTo(true);
        }
    }

    @Test
    void namesTheFirstStepThatGaveOtherBytes() throws Exception {
        nowMade = "another package";
        nowOutput = "8".repeat(64);
        nowEngine = "litert 2.21.0 aarch64";
        var run = run("replay", "m.tflite");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "DIFFERS",
                        "The first difference is step 2, int8 1.2.0: it gave " + "5".repeat(64) + " and now gives "
                                + "8".repeat(64),
                        "The engine was '" + ENGINE + "' and is 'litert 2.21.0 aarch64'");

        var json = run("replay", "m.tflite", "--json");
        assertThat(json.code()).isEqualTo(3);
        new ResultSchema("replay.schema.json").requireValid(json.out());
        var document = (Map<?, ?>) Json.parse(json.out());
        assertThat(document.get("equal")).isEqualTo(false);
        assertThat(document.get("firstDifference")).isEqualTo(1L);
    }

    @Test
    void tellsAChangeOfThePackagingFromOneOfAStep() {
        nowMade = "another package";
        nowBackend = "1.1.0";
        var run = run("replay", "m.tflite");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "Every step gave the same bytes; the package differs.", "The backend was 1.0.0 and is 1.1.0.");
    }

    @Test
    void passesOnThatAVersionIsNotLive() throws Exception {
        refusal = Optional.of("No live node offers the technique 'int8' in version 1.2.0.");
        var run = run("replay", "m.tflite");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("REFUSED", "'int8' in version 1.2.0");
        var json = run("replay", "m.tflite", "--json");
        assertThat(json.code()).isEqualTo(4);
        new ResultSchema("replay.schema.json").requireValid(json.out());
    }

    @Test
    void refusesWhatIsNotRecorded() throws Exception {
        Files.writeString(folder.resolve("other.tflite"), "unknown here");
        var unknown = run("replay", "other.tflite", "--json");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.err()).contains("Nothing is recorded of an artifact 'other.tflite'");
        new ResultSchema("replay.schema.json").requireValid(unknown.out());

        var page = Answers.artifact("report", null, Answers.file(platform.store, "report.html", "<html>"));
        platform.record(ArtifactRecord.newBuilder(recorded).setArtifact(page).build());
        assertThat(run("replay", page.getUri()))
                .matches(r -> r.code() == 4 && r.err().contains("no package but a report"));
        assertThat(run("replay", "none.tflite"))
                .matches(r -> r.code() == 2 && r.err().contains("does not exist"));
        assertThat(run("replay", "https://example.org/m.tflite")).matches(r -> r.code() == 2);
        platform.record(ArtifactRecord.newBuilder(recorded)
                .setSteps(List.of())
                .setCreatedAt(9)
                .build());
        assertThat(run("replay", "m.tflite"))
                .matches(r -> r.code() == 4 && r.err().contains("without any step"));
        assertThat(platform.requests).isEmpty();
    }
}
