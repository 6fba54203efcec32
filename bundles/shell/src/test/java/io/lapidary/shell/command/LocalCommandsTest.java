package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.shell.json.Json;

/** The commands that need no platform, on the project's own sample and the real interpreter. */
class LocalCommandsTest {
    private static final Path SAMPLES =
            Path.of("../../samples/digits").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private CommandRun.World world;

    @BeforeEach
    void open() {
        world = new CommandRun.World(folder, CommandRun.NONE, Optional.empty());
    }

    @Test
    void inspectsAModel() throws Exception {
        String model = SAMPLES.resolve("digits.tflite").toString();
        var run = world.run("inspect", model);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "55,824 bytes",
                        "13,002 parameters",
                        "[?x8x8x1]",
                        "[?x10]",
                        "serving_default: image -> probabilities")
                .containsPattern("DEPTHWISE_CONV_2D v\\d+ +2")
                .containsPattern("CONV_2D v\\d+ +3");

        var document =
                (Map<?, ?>) Json.parse(world.run("inspect", model, "--json").out());
        assertThat(document.get("parameters")).isEqualTo(13_002L);
        assertThat(document.get("parametersByType")).isEqualTo(Map.of("float32", 13_002L));
        assertThat(((Map<?, ?>) ((List<?>) document.get("inputs")).get(0)).get("shape"))
                .isEqualTo(List.of(-1L, 8L, 8L, 1L));
        assertThat((List<?>) document.get("operators")).anySatisfy(operator -> {
            assertThat(((Map<?, ?>) operator).get("name")).isEqualTo("DEPTHWISE_CONV_2D");
            assertThat(((Map<?, ?>) operator).get("count")).isEqualTo(2L);
        });
        var largest = (Map<?, ?>) ((List<?>) document.get("weights")).get(0);
        assertThat((Long) largest.get("distinct")).isBetween(2L, (Long) largest.get("elements"));
        assertThat((List<?>) document.get("findings")).isEmpty();
    }

    @Test
    void listsOperatorsByPositionAndWholeName() throws Exception {
        String model = SAMPLES.resolve("digits.tflite").toString();
        String whole = "model/re_lu/Relu6;model/batch_normalization/FusedBatchNormV3;model/conv2d/Conv2D1";
        assertThat(world.run("inspect", model).out()).doesNotContain(whole);
        assertThat(world.run("inspect", model, "--all").out())
                .containsPattern(
                        "\\n +0 +CONV_2D +float32\\[\\?x8x8x32] +" + java.util.regex.Pattern.quote(whole) + "\\n")
                .containsPattern("\\n +7 +SOFTMAX +float32\\[\\?x10] +StatefulPartitionedCall:0\\n");

        var graph = (List<?>)
                ((Map<?, ?>) Json.parse(world.run("inspect", model, "--json").out())).get("graph");
        assertThat(graph).hasSize(8);
        var first = (Map<?, ?>) graph.get(0);
        assertThat(first.get("operator")).isEqualTo("CONV_2D");
        assertThat(first.get("position")).isEqualTo(0L);
        assertThat(first.get("outputs")).isEqualTo(List.of(whole));
        assertThat((List<?>) first.get("inputs")).anyMatch("serving_default_image:0"::equals);
    }

    @Test
    void tellsWhatIsNoModel() throws IOException {
        Files.writeString(folder.resolve("text.tflite"), "this is no model at all");
        byte[] model = Files.readAllBytes(SAMPLES.resolve("digits.tflite"));
        Files.write(folder.resolve("half.tflite"), java.util.Arrays.copyOf(model, model.length / 2));
        assertThat(world.run("inspect", "text.tflite"))
                .matches(r -> r.code() == 4
                        && r.err().contains("[not-a-model]")
                        && r.out().isEmpty());
        assertThat(world.run("inspect", "half.tflite"))
                .matches(r -> r.code() == 4 && r.err().contains("-model]"));
        assertThat(world.run("inspect", "text.tflite", "--json").out()).contains("\"not-a-model\"");
        assertThat(world.run("evaluate", SAMPLES.resolve("digits.tflite").toString(), "--original", "text.tflite"))
                .matches(r -> r.code() == 4
                        && r.err().contains("text.tflite: ")
                        && r.err().contains("[not-a-model]"));
        assertThat(world.run("inspect", "none.tflite")).matches(r -> r.code() == 2);
        assertThat(world.run("inspect", "."))
                .matches(r -> r.code() == 2 && r.err().contains("folder"));
    }

    @Test
    void evaluatesAModelAloneAndBesideAnother() throws Exception {
        String model = SAMPLES.resolve("digits.tflite").toString();
        String test = SAMPLES.resolve("digits-test.npz") + "?slice=0:200";

        var alone = world.run("evaluate", model, "--test", test);
        assertThat(alone.err()).doesNotContain("lapidary:");
        assertThat(alone.code()).isZero();
        assertThat(alone.out())
                .contains("200 samples", "top-1 accuracy", "latency p50")
                .doesNotContain("agreement");

        assertThat(world.run("evaluate", model).out())
                .contains("Quality and memory were not measured: there is no test data.")
                .doesNotContain("agreement");

        var both = world.run("evaluate", model, "--test", test, "--original", model, "--json");
        assertThat(both.code()).isZero();
        var evaluation = (Map<?, ?>) ((Map<?, ?>) Json.parse(both.out())).get("evaluation");
        var result = (Map<?, ?>) evaluation.get("result");
        assertThat((Double) result.get("metric")).isBetween(0.95, 1.0);
        assertThat(result.get("agreement")).isEqualTo(1.0);
        assertThat(result.get("sqnrDb")).isEqualTo("Infinity");
        assertThat(result.get("bytes")).isEqualTo(55_824L);
        assertThat(evaluation.get("samples")).isEqualTo(200L);
    }

    @Test
    void refusesToEvaluateWhatDoesNotFit() {
        String model = SAMPLES.resolve("digits.tflite").toString();
        assertThat(world.run("evaluate", model, "--target", "gpu"))
                .matches(r -> r.code() == 4 && r.err().contains("no backend 'gpu'"));
        assertThat(world.run("evaluate", model, "--test", "nope.npz"))
                .matches(r -> r.code() == 2 && r.err().contains("does not exist"));
        assertThat(world.run(
                        "evaluate",
                        model,
                        "--test",
                        SAMPLES.resolve("README.md").toString()))
                .matches(r -> r.code() == 4 && r.err().contains("README.md"));
    }

    @Test
    void saysWhoStartsANode() {
        assertThat(world.run("start", "--data", "x")).matches(r -> r.code() == 2);
        assertThat(world.run()).matches(r -> r.code() == 2 && r.err().contains("lapidary --help"));
    }
}
