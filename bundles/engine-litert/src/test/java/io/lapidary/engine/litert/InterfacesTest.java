package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Interfaces of every kind: types, shapes, several inputs, outputs and signatures; and those that are refused. */
class InterfacesTest extends BuiltModels {
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
    void anOperatorThatTheInterpreterLacksIsNamed() throws Exception {
        var builder = new ModelBuilder("custom");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 2);
        builder.graph().customOperator("GrindStone").inputs(in).outputs(out).append();
        Path model = write(builder.output(out).build());

        var failure = catchThrowableOfType(
                LapidaryException.class, () -> run(model, floatSamples(List.of(2), 1, 2), Kernels.DEFAULT));

        assertThat(failure.code()).isEqualTo(ErrorCodes.UNSUPPORTED_MODEL);
        assertThat(failure)
                .hasMessageContaining("no kernel for its custom operator GrindStone, which only an application has")
                .hasMessageNotContaining("/home/");
        assertThat(failure.remedy()).contains("the lane light", "ranges instead of samples");
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

    private static ByteBuffer ints(int... values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes;
    }
}
