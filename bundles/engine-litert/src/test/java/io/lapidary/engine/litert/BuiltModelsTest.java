package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** Interfaces of every kind: types, shapes, several inputs, outputs and signatures, state. */
@Timeout(120)
class BuiltModelsTest {
    private static LitertEngine engine;

    @TempDir
    Path folder;

    private InterpreterSession session;

    @BeforeAll
    static void start() {
        engine = LitertEngine.create(LitertOptions.defaults());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void open() throws Exception {
        session = engine.open(Fixtures.LIMITS);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void floatSamplesAreRoundedHalfToEvenAndHeldInRange() throws Exception {
        float[] values = {.25f, .75f, 1.25f, -.25f, 1000, -1000, 0};
        float[] expected = {0, 2, 2, 0, 127 - 10, -128 - 10, 0};
        assertQuantized(TensorType.INT8, 10, values, expected);
    }

    @Test
    void everyQuantizedInputTypeTakesFloats() throws Exception {
        assertQuantized(TensorType.UINT8, 128, new float[] {-64, 63.5f, 1e9f, .1f}, new float[] {-128, 127, 127, 0});
        assertQuantized(
                TensorType.INT16, 0, new float[] {-1e9f, 1e9f, 3.25f, 3.75f}, new float[] {-32768, 32767, 6, 8});
    }

    /** The model gives back what it was fed, as integers less their zero point, times its scale of one half. */
    private void assertQuantized(TensorType type, long zeroPoint, float[] values, float[] steps) throws Exception {
        var builder = new ModelBuilder("dequantizes");
        Tensor in = builder.input("in", type, 1, values.length);
        builder.editor().tensor(in).quantization(Quantization.perTensor(.5f, zeroPoint));
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, values.length);
        builder.operator(BuiltinOperator.DEQUANTIZE)
                .version(type == TensorType.INT16 ? 3 : 2)
                .inputs(in)
                .outputs(out)
                .append();
        Path model = write(builder.output(out).build());

        float[] outputs = floats(run(model, floatSamples(List.of(values.length), values), Kernels.BUILTIN), 0);

        for (int i = 0; i < values.length; i++) {
            assertThat(outputs[i]).as("%s of %s", type, values[i]).isEqualTo(steps[i] * .5f);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernels.class)
    void severalInputsAndOutputsOfSeveralTypes(Kernels kernels) throws Exception {
        var builder = new ModelBuilder("two and three");
        Tensor a = builder.input("a", TensorType.FLOAT32, 1, 2);
        Tensor b = builder.input("b", TensorType.INT32, 1, 2);
        Tensor sum = builder.tensor("sum", TensorType.FLOAT32, 1, 2);
        Tensor real = builder.tensor("real", TensorType.FLOAT32, 1, 2);
        Tensor half = builder.tensor("half", TensorType.FLOAT16, 1, 2);
        Tensor whole = builder.tensor("whole", TensorType.INT64, 1, 2);
        builder.operator(BuiltinOperator.CAST).inputs(b).outputs(real).append();
        builder.operator(BuiltinOperator.ADD).inputs(a, real).outputs(sum).append();
        cast(builder, sum, half);
        cast(builder, sum, whole);
        Path model = write(builder.output(sum).output(half).output(whole).build());
        var samples = new SampleSet(
                List.of(
                        array("a", ElementType.FLOAT32, List.of(2), Fixtures.bytes(new float[] {.5f, 1, 2, 3})),
                        array("b", ElementType.INT32, List.of(2), ints(1, 2, 3, 4))),
                Optional.empty(),
                2,
                Digest.of("two"));

        RunResult result = run(model, samples, kernels);

        assertThat(floats(result, 0)).containsExactly(1.5f, 3, 5, 7);
        assertThat(result.outputs().get(1).spec().type()).isEqualTo(ElementType.FLOAT32);
        assertThat(floats(result, 1)).containsExactly(1.5f, 3, 5, 7);
        assertThat(result.outputs().get(2).spec()).isEqualTo(new TensorSpec("whole", ElementType.INT64, List.of(2)));
        var longs = ByteBuffer.wrap(Files.readAllBytes(result.outputs().get(2).file()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        assertThat(new long[] {longs.get(0), longs.get(1), longs.get(2), longs.get(3)})
                .containsExactly(1, 3, 5, 7);
    }

    @Test
    void shapesMayBeOpenOrWithoutABatch() throws Exception {
        var open = new ModelBuilder("open");
        Tensor in = open.input("in", TensorType.FLOAT32, -1, -1, 2);
        Tensor out = open.tensor("out", TensorType.FLOAT32, -1, -1, 2);
        open.operator(BuiltinOperator.ADD).inputs(in, in).outputs(out).append();
        Path openModel = write(open.output(out).build());
        var plain = new ModelBuilder("plain");
        Tensor plainIn = plain.input("in", TensorType.FLOAT32, 3);
        Tensor plainOut = plain.tensor("out", TensorType.FLOAT32, 3);
        plain.operator(BuiltinOperator.ADD)
                .inputs(plainIn, plainIn)
                .outputs(plainOut)
                .append();
        Path plainModel = write(plain.output(plainOut).build());

        RunResult opened = run(openModel, floatSamples(List.of(2, 2), 1, 2, 3, 4, 5, 6, 7, 8), Kernels.DEFAULT);
        RunResult plainly = run(plainModel, floatSamples(List.of(3), 1, 2, 3, 4, 5, 6), Kernels.DEFAULT);

        assertThat(opened.count()).isEqualTo(2);
        assertThat(opened.outputs().get(0).spec().shape()).containsExactly(2, 2);
        assertThat(floats(opened, 0)).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
        assertThat(plainly.outputs().get(0).spec().shape()).containsExactly(3);
        assertThat(floats(plainly, 0)).containsExactly(2, 4, 6, 8, 10, 12);
        assertThat(session.latency(new LatencyRequest(
                                List.of(openModel, plainModel),
                                Optional.empty(),
                                1,
                                Duration.ofMillis(1),
                                Kernels.DEFAULT))
                        .models())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Kernels.class)
    void everySignatureCanBeCalled(Kernels kernels) throws Exception {
        var builder = new ModelBuilder("two signatures");
        Tensor in = builder.input("in", TensorType.FLOAT32, -1, 2);
        Tensor out = builder.tensor("twice", TensorType.FLOAT32, -1, 2);
        builder.operator(BuiltinOperator.ADD).inputs(in, in).outputs(out).append();
        builder.output(out).signature("twice");
        var second = builder.editor().addSubgraph("second");
        Tensor secondIn =
                second.addTensor("in2", TensorType.FLOAT32, Shape.of(-1, 3)).tensor();
        Tensor square =
                second.addTensor("square", TensorType.FLOAT32, Shape.of(-1, 3)).tensor();
        second.inputs(List.of(secondIn)).outputs(List.of(square));
        second.operator(BuiltinOperator.MUL)
                .inputs(secondIn, secondIn)
                .outputs(square)
                .append();
        builder.editor().addSignature("square", second.subgraph(), Map.of("x", secondIn), Map.of("y", square));
        Path model = write(builder.build());
        var samples = floatSamples(List.of(3), 1, 2, 3, 4, 5, 6);

        var described = session.describe(model);
        var request = new RunRequest(model, "square", samples, false, kernels, folder);
        RunResult result = session.run(request);
        var statistics = session.statistics(
                new StatisticsRequest(model, "square", samples, List.of(), Set.of(TensorStatistic.RANGE), 0));

        assertThat(described.signatures())
                .extracting(signature -> signature.key())
                .contains("twice", "square");
        var found = described.signatures().stream()
                .filter(signature -> signature.key().equals("square"))
                .findFirst()
                .orElseThrow();
        assertThat(found.inputs().get(0).key()).isEqualTo("x");
        assertThat(found.outputs().get(0).key()).isEqualTo("y");
        assertThat(floats(result, 0)).containsExactly(1, 4, 9, 16, 25, 36);
        assertThat(statistics.tensors()).containsOnlyKeys("in2", "square");
        assertThat(statistics.tensors().get("square").max()).isEqualTo(36);
    }

    @Test
    void notANumberIsCountedAndEntersNothingElse() throws Exception {
        var builder = new ModelBuilder("logarithm");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor out = builder.tensor("log", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.LOG).inputs(in).outputs(out).append();
        Path model = write(builder.output(out).build());
        float e = (float) Math.E;

        var summary = session.statistics(new StatisticsRequest(
                        model,
                        "",
                        floatSamples(List.of(4), 1, e, -1, 0, -1, -1, -1, -1, e, e, 1, 1),
                        List.of("log"),
                        Set.of(TensorStatistic.values()),
                        2))
                .tensors()
                .get("log");

        assertThat(summary.nonFinite()).isEqualTo(6);
        assertThat(summary.min()).isCloseTo(0, within(1e-6f));
        assertThat(summary.max()).isCloseTo(1, within(1e-6f));
        assertThat(summary.mean()).isCloseTo(.5, within(1e-6));
        assertThat(summary.averageMax())
                .as("a sample of nothing finite does not count")
                .isCloseTo(1, within(1e-6));
        assertThat(summary.channelMeans()).hasSize(4);
        assertThat(summary.channelMeans().get(0)).isCloseTo(.5, within(1e-6));
        assertThat(summary.histogram().orElseThrow().counts()).containsExactly(3L, 3L);
    }

    @Test
    void stateDoesNotReachTheNextSample() throws Exception {
        var builder = new ModelBuilder("svdf");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor feature = builder.constant("feature", Shape.of(2, 2), 1f, 0f, 0f, 1f);
        Tensor time = builder.constant("time", Shape.of(2, 3), 1f, 2f, 3f, 1f, 2f, 3f);
        Tensor state = builder.tensor("state", TensorType.FLOAT32, 1, 6);
        builder.editor().tensor(state).variable(true);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.SVDF)
                .optionalInputs(List.of(
                        Optional.of(in), Optional.of(feature), Optional.of(time), Optional.empty(), Optional.of(state)))
                .outputs(out)
                .option("rank", 1)
                .append();
        Path model = write(builder.output(out).build());

        float[] outputs = floats(run(model, floatSamples(List.of(2), 1, 2, 1, 2, 1, 2), Kernels.BUILTIN), 0);

        assertThat(outputs).containsExactly(3, 6, 3, 6, 3, 6);
    }

    @Test
    void integerTensorsAreComparedByWhatTheyStandFor() throws Exception {
        Path right = write(new ModelBuilder("float"), false);
        Path quantized = write(new ModelBuilder("int8"), true);
        float[] values = {.1f, .24f, -.1f, 10, 0, 0, 0, -10};

        var result = session.compare(new ComparisonRequest(
                right, quantized, "", floatSamples(List.of(4), values), List.of("inner"), Kernels.DEFAULT));

        // inner is twice the input, in steps of a quarter from -32 to 31.75.
        var difference = result.tensors().get("inner");
        assertThat(difference.largestError()).isCloseTo(.05, within(.01));
        assertThat(difference.saturatedShare()).isZero();
        assertThat(result.count()).isEqualTo(2);
    }

    /** in, then inner = in + in, then out = inner + inner; the quantized one in int8 between float ends. */
    private Path write(ModelBuilder builder, boolean quantized) throws Exception {
        TensorType type = quantized ? TensorType.INT8 : TensorType.FLOAT32;
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor fed = quantized ? builder.tensor("fed", type, 1, 4) : in;
        Tensor inner = builder.tensor("inner", type, 1, 4);
        Tensor out = builder.tensor("out", type, 1, 4);
        if (quantized) {
            builder.editor().tensor(fed).quantization(Quantization.perTensor(.125f, 0));
            builder.editor().tensor(inner).quantization(Quantization.perTensor(.25f, 0));
            builder.editor().tensor(out).quantization(Quantization.perTensor(.5f, 0));
            builder.operator(BuiltinOperator.QUANTIZE).inputs(in).outputs(fed).append();
        }
        builder.operator(BuiltinOperator.ADD)
                .version(quantized ? 2 : 1)
                .inputs(fed, fed)
                .outputs(inner)
                .append();
        builder.operator(BuiltinOperator.ADD)
                .version(quantized ? 2 : 1)
                .inputs(inner, inner)
                .outputs(out)
                .append();
        return write(builder.output(out).build());
    }

    @Test
    void anOperatorThatTheInterpreterLacksIsNamed() throws Exception {
        var builder = new ModelBuilder("custom");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 2);
        builder.graph().customOperator("GrindStone").inputs(in).outputs(out).append();
        Path model = write(builder.output(out).build());

        var failure = catchThrowableOfType(
                LapidaryException.class, () -> run(model, floatSamples(List.of(2), 1, 2), Kernels.DEFAULT));

        assertThat(failure.code()).isEqualTo(ErrorCodes.UNSUPPORTED_MODEL);
        assertThat(failure).hasMessageContaining("GrindStone").hasMessageNotContaining("/home/");
    }

    @Test
    void aFixedBatchOfSeveralIsRefused() throws Exception {
        var builder = new ModelBuilder("batch of four");
        Tensor in = builder.input("in", TensorType.FLOAT32, 4, 2);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 4, 2);
        builder.operator(BuiltinOperator.ADD).inputs(in, in).outputs(out).append();
        Path model = write(builder.output(out).build());

        var failure = catchThrowableOfType(
                LapidaryException.class, () -> run(model, floatSamples(List.of(2), 1, 2), Kernels.DEFAULT));

        assertThat(failure.code()).isEqualTo(ErrorCodes.DATA_MISMATCH);
        assertThat(failure).hasMessageContaining("[4, 2]");
    }

    private static void cast(ModelBuilder builder, Tensor from, Tensor to) {
        builder.operator(BuiltinOperator.CAST).inputs(from).outputs(to).append();
    }

    private RunResult run(Path model, SampleSet samples, Kernels kernels) throws Exception {
        return session.run(new RunRequest(model, "", samples, true, kernels, folder));
    }

    private Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    private SampleSet floatSamples(List<Integer> shape, float... values) throws Exception {
        int perSample = shape.stream().reduce(1, (x, y) -> x * y);
        return new SampleSet(
                List.of(array("x", ElementType.FLOAT32, shape, Fixtures.bytes(values))),
                Optional.empty(),
                values.length / perSample,
                Digest.of("x"));
    }

    private SampleArray array(String name, ElementType type, List<Integer> shape, ByteBuffer bytes) throws Exception {
        return new SampleArray(
                new TensorSpec(name, type, shape), Fixtures.write(Files.createTempFile(folder, name, ""), bytes));
    }

    private static ByteBuffer ints(int... values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes;
    }

    private static float[] floats(RunResult result, int output) throws Exception {
        return Fixtures.floats(result.outputs().get(output).file());
    }
}
