package io.lapidary.technique.dynamicrange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.engine.Kernels;
import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Which weights become int8, and how, where several operators or tensors share them, or parameters or values forbid it. */
class WeightPlanTest {
    private static final int SIZE = 40;

    @TempDir
    Path folder;

    private final ModelBuilder builder = new ModelBuilder("plan");
    private final Random random = new Random(2);

    @Test
    void twoTensorsOfOneBufferGoOnSharingIt() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor first = matrix("first");
        Tensor second = builder.tensor("second", TensorType.FLOAT32, SIZE, SIZE);
        builder.editor().tensor(second).data(first.buffer());
        output(connected(connected(x, first, "hidden"), second, "y"));
        Converted converted = convert(Map.of());
        Tensor one = tensor(converted, "first");
        Tensor other = tensor(converted, "second");
        assertThat(List.of(one.type(), other.type())).containsOnly(TensorType.INT8);
        assertThat(one.buffer().index()).isEqualTo(other.buffer().index());
        assertThat(one.quantization().orElseThrow().scales())
                .isEqualTo(other.quantization().orElseThrow().scales());
        requireRuns(converted);
    }

    @Test
    void oneTensorOfTwoHybridOperatorsIsQuantizedOnce() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor weights = matrix("weights");
        output(connected(connected(x, weights, "hidden"), weights, "y"));
        Converted converted = convert(Map.of());
        assertThat(converted.measure("quantized_tensors")).isEqualTo(1);
        assertThat(types(converted)).containsOnly(BuiltinOperator.FULLY_CONNECTED);
        requireRuns(converted);
    }

    @Test
    void aTensorThatAnElementwiseOperatorReadsTooStaysFloat() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, SIZE, SIZE);
        Tensor weights = matrix("weights");
        Tensor sum = builder.tensor("sum", TensorType.FLOAT32, SIZE, SIZE);
        builder.operator(BuiltinOperator.ADD).inputs(x, weights).outputs(sum).append();
        Tensor y = builder.tensor("y", TensorType.FLOAT32, SIZE, SIZE);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(sum, weights)
                .outputs(y)
                .append();
        output(y);
        Converted converted = convert(Map.of());
        assertThat(tensor(converted, "weights").type()).isEqualTo(TensorType.FLOAT32);
        assertThat(codes(converted)).containsExactly("nothing-converted");
        requireRuns(converted);
    }

    @Test
    void anEmbeddingTiedToItsOutputLayerIsStoredOnceAndDequantized() throws Exception {
        Tensor ids = builder.input("ids", TensorType.INT32, 3);
        Tensor table = matrix("table");
        Tensor rows = builder.tensor("rows", TensorType.FLOAT32, 3, SIZE);
        builder.operator(BuiltinOperator.GATHER)
                .inputs(table, ids)
                .outputs(rows)
                .append();
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 3, SIZE);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(rows, table)
                .outputs(y)
                .append();
        output(y);
        Converted converted = convert(Map.of());
        assertThat(types(converted))
                .containsExactly(BuiltinOperator.DEQUANTIZE, BuiltinOperator.GATHER, BuiltinOperator.FULLY_CONNECTED);
        assertThat(tensor(converted, "table_int8").type()).isEqualTo(TensorType.INT8);
        requireRuns(converted);
    }

    @Test
    void oneBufferUnderTwoAxesIsStoredTwice() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor rows = matrix("rows");
        Tensor columns = builder.tensor("columns", TensorType.FLOAT32, SIZE, SIZE);
        builder.editor().tensor(columns).data(rows.buffer());
        Tensor hidden = connected(x, rows, "hidden");
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, SIZE);
        builder.operator(BuiltinOperator.BATCH_MATMUL)
                .inputs(hidden, columns)
                .outputs(y)
                .append();
        output(y);
        Converted converted = convert(Map.of());
        assertThat(tensor(converted, "rows").buffer().index())
                .isNotEqualTo(tensor(converted, "columns").buffer().index());
        requireRuns(converted);
    }

    @Test
    void aWeightThatIsNotFiniteStaysFloatAndIsNamed() throws Exception {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            var own = new ModelBuilder("broken");
            float[] values = values();
            values[77] = broken;
            Tensor x = own.input("x", TensorType.FLOAT32, 1, SIZE);
            Tensor weights = own.constant("weights", Shape.of(SIZE, SIZE), values);
            Tensor sound = own.constant("sound", Shape.of(SIZE, SIZE), values());
            Tensor hidden = own.tensor("hidden", TensorType.FLOAT32, 1, SIZE);
            Tensor y = own.tensor("y", TensorType.FLOAT32, 1, SIZE);
            own.operator(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(x, weights)
                    .outputs(hidden)
                    .append();
            own.operator(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(hidden, sound)
                    .outputs(y)
                    .append();
            Converted converted = Converted.of(own.output(y).build(), folder, Map.of());
            assertThat(tensor(converted, "weights").type()).isEqualTo(TensorType.FLOAT32);
            assertThat(tensor(converted, "sound").type()).isEqualTo(TensorType.INT8);
            assertThat(converted.result().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("not-finite");
                assertThat(finding.subject()).isEqualTo("weights");
            });
        }
    }

    @Test
    void fewWeightsAreStoredRatherThanComputedWith() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        output(connected(x, matrix("weights"), "y"));
        assertThat(types(convert(Map.of("min_elements", "1600")))).containsExactly(BuiltinOperator.FULLY_CONNECTED);
        assertThat(types(convert(Map.of("min_elements", "1601"))))
                .containsExactly(BuiltinOperator.DEQUANTIZE, BuiltinOperator.FULLY_CONNECTED);
        assertThat(types(convert(Map.of("min_elements", "1601", "all_weights", "true"))))
                .containsExactly(BuiltinOperator.FULLY_CONNECTED);
    }

    @Test
    void smallWeightsStayFloatAndAreTold() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor hidden = connected(x, matrix("large"), "hidden");
        output(connected(hidden, builder.constant("small", Shape.of(10, SIZE), few(400)), "y", 10));
        Converted converted = convert(Map.of());
        assertThat(int8(converted)).containsExactly("large");
        assertThat(converted.result().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("small-weights");
            assertThat(finding.message())
                    .contains("1 of fewer than min_stored=1024 elements, 400 in all")
                    .contains("min_stored=256");
        });
        assertThat(int8(convert(Map.of("min_stored", "400")))).containsExactlyInAnyOrder("large", "small_int8");
        assertThat(codes(convert(Map.of("min_stored", "400")))).isEmpty();
        assertThat(int8(convert(Map.of("min_stored", "401")))).containsExactly("large");
        assertThat(int8(convert(Map.of("all_weights", "true", "min_stored", "401"))))
                .containsExactlyInAnyOrder("large", "small");
    }

    @Test
    void aModelOfSmallWeightsAloneIsToldHowItsAreStored() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        output(connected(x, builder.constant("small", Shape.of(10, SIZE), few(400)), "y", 10));
        assertThat(convert(Map.of()).result().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("nothing-converted");
            assertThat(finding.message()).contains("min_stored=256 stores them as int8");
        });
        Converted stored = convert(Map.of("min_stored", "256"));
        assertThat(int8(stored)).containsExactly("small_int8");
        requireRuns(stored);
    }

    @Test
    void weightsThatWouldTakeMoreBytesAreNotSpokenOf() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        output(connected(x, builder.constant("tiny", Shape.of(6, SIZE), few(240)), "y", 6));
        assertThat(convert(Map.of()).result().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).doesNotContain("min_stored"));
        assertThat(int8(convert(Map.of("min_stored", "0")))).containsExactly("tiny_int8");
    }

    @Test
    void smallDepthwiseFiltersAreStoredAllTheSame() throws Exception {
        for (int channels : new int[] {28, 29}) {
            var model = OneOperator.of(BuiltinOperator.DEPTHWISE_CONV_2D)
                    .data(1, 8, 8, channels)
                    .weights(9, 1, 3, 3, channels)
                    .weights(9, channels)
                    .output(1, 8, 8, channels)
                    .same()
                    .option("depth_multiplier", 1);
            assertThat(int8(Converted.of(model.build(), folder, Map.of()))).hasSize(channels == 29 ? 1 : 0);
            assertThat(int8(Converted.of(model.build(), folder, Map.of("min_stored", "9"))))
                    .hasSize(1);
        }
    }

    @Test
    void onlyChosenWeightsAreConverted() throws Exception {
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        output(connected(connected(x, matrix("first"), "hidden"), matrix("second"), "y"));
        assertThat(int8(convert(Map.of("include", "fir.*")))).containsExactly("first");
        assertThat(int8(convert(Map.of("exclude", "first")))).containsExactly("second");
        assertThat(int8(convert(Map.of("include", "first|second", "exclude", ".*st"))))
                .containsExactly("second");
        assertThat(int8(convert(Map.of("operators", "conv_2d + fully_connected"))))
                .containsExactly("first", "second");
    }

    @Test
    void depthwiseWeightsFollowTheirParameter() throws Exception {
        Model model = OperatorCases.stored().get("DEPTHWISE_CONV_2D").build();
        assertThat(types(Converted.of(model, folder, Map.of("depthwise", "hybrid"))))
                .containsExactly(BuiltinOperator.DEPTHWISE_CONV_2D);
        model = OperatorCases.stored().get("DEPTHWISE_CONV_2D").build();
        var kept = Converted.of(model, folder, Map.of("depthwise", "keep"));
        assertThat(types(kept)).containsExactly(BuiltinOperator.DEPTHWISE_CONV_2D);
        assertThat(codes(kept)).containsExactly("nothing-converted");
    }

    private Converted convert(Map<String, String> parameters) throws Exception {
        return Converted.of(builder.build(), folder, parameters);
    }

    private void requireRuns(Converted converted) throws Exception {
        for (Kernels kernels : Kernels.values()) {
            Kernel.differences(converted, kernels, folder)
                    .forEach((output, difference) -> assertThat(difference.sqnrDb())
                            .as("SQNR in dB of " + output + " on " + kernels)
                            .isGreaterThan(33));
        }
    }

    private Tensor matrix(String name) {
        return builder.constant(name, Shape.of(SIZE, SIZE), values());
    }

    private float[] values() {
        return few(SIZE * SIZE);
    }

    private float[] few(int count) {
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(SIZE));
        }
        return values;
    }

    private Tensor connected(Tensor data, Tensor weights, String name) {
        return connected(data, weights, name, SIZE);
    }

    private Tensor connected(Tensor data, Tensor weights, String name, int outputs) {
        Tensor result = builder.tensor(name, TensorType.FLOAT32, 1, outputs);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, weights)
                .outputs(result)
                .append();
        return result;
    }

    private void output(Tensor tensor) {
        builder.output(tensor);
    }

    private static Tensor tensor(Converted converted, String name) throws Exception {
        return converted.model().main().tensor(name).orElseThrow();
    }

    private static List<BuiltinOperator> types(Converted converted) throws Exception {
        return converted.model().main().operators().stream().map(Operator::type).toList();
    }

    private static List<String> int8(Converted converted) throws Exception {
        return converted.model().main().tensors().stream()
                .filter(tensor -> tensor.type() == TensorType.INT8)
                .map(Tensor::name)
                .toList();
    }

    private static List<String> codes(Converted converted) {
        return converted.result().findings().stream().map(Finding::code).toList();
    }
}
