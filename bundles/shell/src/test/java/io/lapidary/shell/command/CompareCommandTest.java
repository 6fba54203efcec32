package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.FileInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;
import io.lapidary.events.Target;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.shell.json.Json;

/** On the project's own sample, and that with its largest weight cleared. */
class CompareCommandTest {
    private static final Path SAMPLES =
            Path.of("../../samples/digits").toAbsolutePath().normalize();
    private static final String[] WHERE = {"--bootstrap-servers", "kafka:9092", "--store", "store"};

    @TempDir
    Path folder;

    private MemoryPlatform platform;
    private CommandRun.World world;
    private String cleared;

    @BeforeEach
    void open() throws Exception {
        platform = new MemoryPlatform(
                folder.resolve("store"),
                (request, store) -> Optional.of(Answers.result(request, Status.SUCCEEDED)
                        .setArtifacts(List.of(made("b.tflite", "desktop"), made("a.tflite", "mobile")))
                        .build()));
        world = new CommandRun.World(folder, platform, Optional.empty());
        Path a = Files.copy(SAMPLES.resolve("digits.tflite"), folder.resolve("a.tflite"));
        var editor = ModelEditor.of(TfliteReader.read(a));
        Tensor largest = editor.model().main().tensors().stream()
                .filter(Tensor::isConstant)
                .max(Comparator.comparingLong(t -> t.buffer().content().size()))
                .orElseThrow();
        cleared = largest.name();
        byte[] bytes = new byte[Math.toIntExact(largest.buffer().content().size())];
        largest.data().duplicate().get(bytes);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 0);
        editor.tensor(largest).data(BufferContent.of(bytes));
        TfliteWriter.write(editor.model(), folder.resolve("b.tflite"));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private CommandRun run(String... words) {
        return world.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(WHERE)).toArray(String[]::new));
    }

    private ArtifactInfo made(String file, String profile) {
        try {
            Digest digest = platform.store.put(folder.resolve(file));
            var info = new FileInfo(
                    "model.tflite",
                    digest.uri(),
                    Files.size(folder.resolve(file)),
                    digest.hex(),
                    "application/vnd.tflite");
            return Answers.artifact("package", new Target("cpu", profile, Map.of()), info);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void record(ArtifactInfo artifact, String request, String technique, long seed) {
        platform.record(ArtifactRecord.newBuilder()
                .setRequestId(request)
                .setTenant("default")
                .setArtifact(artifact)
                .setOriginal("3".repeat(64))
                .setSteps(List.of(StepInfo.newBuilder()
                        .setTechnique(technique)
                        .setVersion("1.0.0")
                        .setJar("2".repeat(64))
                        .setParameters(Map.of("strength", "0.5"))
                        .setInput("3".repeat(64))
                        .setOutput("4".repeat(64))
                        .setSeconds(0.5)
                        .setRemembered(false)
                        .build()))
                .setSeed(seed)
                .setCreatedAt(seed)
                .build());
    }

    @Test
    void comparesFilesWithoutAPlatform() throws Exception {
        var alone = new CommandRun.World(folder, CommandRun.NONE, Optional.empty());
        var same = alone.run("compare", "a.tflite", "a.tflite");
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("Their bytes are equal.", "No tensor of");

        var run = alone.run("compare", "a.tflite", "b.tflite");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("zipped bytes", "Tensors that differ: 1 of ", "1 of ", cleared)
                .doesNotContain("How they came about", "equal.");

        assertThat(alone.run("compare", "a.tflite", "none.tflite"))
                .matches(r -> r.code() == 2 && r.err().contains("does not exist"));
        Files.writeString(folder.resolve("text.tflite"), "this is no model at all");
        assertThat(alone.run("compare", "a.tflite", "text.tflite")).matches(r -> r.code() == 4);
    }

    @Test
    void measuresBothSideBySide() throws Exception {
        var run = run(
                "compare",
                "a.tflite",
                "b.tflite",
                "--test",
                SAMPLES.resolve("digits-test.npz") + "?slice=0:50",
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        new ResultSchema("compare.schema.json").requireValid(run.out());
        var document = (Map<?, ?>) Json.parse(run.out());
        assertThat(document.get("equal")).isEqualTo(false);
        var evaluation = (Map<?, ?>) document.get("evaluation");
        assertThat(evaluation.get("samples")).isEqualTo(50L);
        assertThat((Double) ((Map<?, ?>) evaluation.get("original")).get("metric"))
                .isBetween(0.9, 1.0);
        assertThat((Double) ((Map<?, ?>) evaluation.get("result")).get("sqnrDb"))
                .isPositive();
        var tensor = (Map<?, ?>) ((List<?>) document.get("tensors")).get(0);
        assertThat(tensor.get("name")).isEqualTo(cleared);
        assertThat(tensor.get("differing")).isEqualTo(1L);
    }

    @Test
    void tellsHowArtifactsAndRequestsCameAbout() throws Exception {
        Files.writeString(folder.resolve("r.json"), "{\"requestId\": \"two\", \"model\": \"a.tflite\"}");
        assertThat(run("submit", "r.json").code()).isZero();
        record(made("a.tflite", "desktop"), "one", "prune", 1);
        record(made("b.tflite", "desktop"), "two", "cluster", 2);

        var run = run("compare", made("a.tflite", "desktop").getUri(), "two", "--target", "cpu:desktop");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("How they came about")
                .containsPattern("step 1 +prune 1.0.0 +cluster 1.0.0")
                .containsPattern("seed +1 +2")
                .doesNotContain("strength");
        var json = run("compare", "a.tflite", "two", "--target", "cpu:desktop", "--json");
        new ResultSchema("compare.schema.json").requireValid(json.out());

        assertThat(run("compare", "a.tflite", "two"))
                .matches(r -> r.code() == 2 && r.err().contains("cpu:desktop and cpu:mobile"));
        var unknown = run("compare", "a.tflite", "nobody", "--json");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.err()).contains("neither a file here nor a request");
        new ResultSchema("compare.schema.json").requireValid(unknown.out());
    }
}
