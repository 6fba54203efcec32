package io.lapidary.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.backend.cpu.internal.CpuBackend;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.evaluation.internal.FakeContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.testsupport.SharedFiles;

/** An evaluation on the real interpreter, data and CPU backend. */
class RealEvaluationTest {
    private static final TargetProfile TARGET =
            new TargetProfile("cpu", "desktop", Map.of("latency_seconds", "0.2", "threads", "1"));

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final CpuBackend backend = new CpuBackend();

    @Test
    void aModelThatIsMerelyPackagedIsTheSameInEveryNumber() throws Exception {
        Path samples = Path.of("..", "..", "samples", "digits");
        ModelFile model = ModelFile.of(samples.resolve("digits.tflite"));
        var context = new FakeContext(folder, engine);
        BackendPackage packed = backend.pack(
                model, TARGET, Parameters.resolve("cpu", backend.descriptor().parameters(), Map.of()), context);
        Path data = samples.resolve("digits-test.npz");
        Evaluation evaluation = evaluate(model, packed, new DataSource("digits-test.npz", data, Map.of()), context);

        assertThat(evaluation.task()).isEqualTo("classification");
        assertThat(evaluation.samples()).isGreaterThan(100);
        assertThat(evaluation.original().metrics().get("top1")).isBetween(0.9, 1.0);
        assertThat(evaluation.result().metrics())
                .containsEntry("agreement", 1.0)
                .containsEntry("top1", evaluation.original().metrics().get("top1"));
        assertThat(evaluation.sqnrDb()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(evaluation.result().latency()).isPresent();
        assertThat(evaluation.result().peakMemoryBytes()).isPresent();
        assertThat(evaluation.engine())
                .hasValueSatisfying(e -> assertThat(e.id()).isEqualTo("litert"));
        assertThat(evaluation.unmeasured()).isEmpty();
        assertThat(Files.exists(folder.resolve("model.tflite"))).isTrue();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void aModelThatTheInterpreterNeverRanIsNoFaultOfTheSteps() throws Exception {
        ModelFile broken = ModelFile.of(blocks(0));
        ModelFile sound = ModelFile.of(blocks(2));
        var package0 =
                new BackendPackage(List.of(new PackageFile("model.tflite", broken.path())), "application/vnd.tflite");
        var context = new FakeContext(folder, engine);
        var data = new DataSource("none.npy", folder.resolve("none.npy"), Map.of());

        assertThatThrownBy(() -> evaluate(broken, package0, data, context))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCodes.UNSUPPORTED_MODEL);
                    assertThat(e).hasMessageContainingAll("original does not run", "blocks0.tflite", "block_size > 0");
                });
        assertThatThrownBy(() -> evaluate(sound, package0, data, context))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.VERIFICATION_FAILED));
    }

    /** One SPACE_TO_DEPTH, which is sound by its structure whatever the size of its blocks. */
    private Path blocks(int size) throws Exception {
        var builder = new ModelBuilder("blocks");
        var x = builder.input("x", TensorType.FLOAT32, 1, 4, 4, 1);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 2, 2, 4);
        builder.operator(BuiltinOperator.SPACE_TO_DEPTH)
                .inputs(x)
                .outputs(y)
                .option("block_size", size)
                .append();
        builder.output(y);
        Path file = folder.resolve("blocks" + size + ".tflite");
        TfliteWriter.write(builder.build(), file);
        return file;
    }

    @Test
    void anIntegerModelIsMeasuredAgainstAFloatOne() throws Exception {
        ModelFile model = ModelFile.of(SharedFiles.model("kws_float.tflite"));
        Path integer = Files.copy(SharedFiles.model("kws_reference_int8.tflite"), folder.resolve("int8.tflite"));
        var packed = new BackendPackage(List.of(new PackageFile("model.tflite", integer)), "application/vnd.tflite");
        var data = new DataSource(
                "inputs_int8.npy",
                SharedFiles.file("data/kws/inputs_int8.npy"),
                Map.of("offset", "-83", "scale", "0.5847029", "labels", "labels.npy", "slice", "100:1000"));
        Evaluation evaluation = evaluate(model, packed, data, new FakeContext(folder, engine));

        assertThat(evaluation.samples()).isEqualTo(900);
        // The figure that the peers were measured with.
        assertThat(evaluation.original().metrics().get("top1")).isCloseTo(0.91, within(1e-9));
        // Another training of the same architecture: as good, and mostly of one mind.
        assertThat(evaluation.result().metrics().get("top1")).isBetween(0.88, 0.95);
        assertThat(evaluation.result().metrics().get("agreement")).isBetween(0.85, 0.99);
        assertThat(evaluation.original().bytes()).isEqualTo(99_352);
        assertThat(evaluation.result().bytes()).isEqualTo(53_936);
        assertThat(evaluation.original().weightTypes()).containsOnlyKeys("float32");
        assertThat(evaluation.result().weightTypes()).containsOnlyKeys("int8", "int32");
        assertThat(evaluation.operators())
                .filteredOn(o -> o.name().equals("CONV_2D"))
                .singleElement()
                .satisfies(o -> assertThat(o.types()).isEqualTo("int8 x int8"));
        assertThat(evaluation.operators().stream().map(OperatorCount::unit))
                .containsOnly("xnnpack", "builtin")
                .contains("builtin");
    }

    private Evaluation evaluate(ModelFile model, BackendPackage packed, DataSource data, FakeContext context)
            throws Exception {
        var request = new EvaluationRequest(model, backend, packed, TARGET, Optional.of(data), "");
        return Evaluations.evaluator(SampleReaders.standard(), Evaluations.standardMetrics())
                .evaluate(request, context);
    }
}
