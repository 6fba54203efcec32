package io.lapidary.technique.float16.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.contract.Fidelity;
import io.lapidary.contract.Subjects;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.Float16;
import io.lapidary.testsupport.KeywordSamples;
import io.lapidary.testsupport.SharedFiles;

class HalfConversionTest {
    private static final int SIZE = 20;

    @TempDir
    Path folder;

    @Test
    void aWeightBecomesHalvesThatADequantizeMakesFloatAgain() throws Exception {
        float[] values = values();
        Converted converted = Converted.of(dense(values), folder, Map.of());
        Model model = converted.model();
        Operator dequantize = model.main().operator(0);
        assertThat(dequantize.type()).isEqualTo(BuiltinOperator.DEQUANTIZE);
        assertThat(dequantize.version()).isEqualTo(3);
        assertThat(dequantize.output().name()).isEqualTo("weights");
        assertThat(dequantize.output().type()).isEqualTo(TensorType.FLOAT32);
        Tensor half = dequantize.input(0).orElseThrow();
        assertThat(half.type()).isEqualTo(TensorType.FLOAT16);
        var halves = half.data().asShortBuffer();
        for (int i = 0; i < values.length; i++) {
            assertThat(halves.get(i)).isEqualTo(Float16.of(values[i]));
        }
        assertThat(converted.measure("converted_elements")).isEqualTo(SIZE * SIZE);
    }

    @Test
    void tensorsOfOneBufferGoOnSharingIt() throws Exception {
        Converted converted = Converted.of(Subjects.siblings(), folder, Map.of());
        var graph = converted.model().main();
        Tensor one = graph.tensor("shared/weights_float16").orElseThrow();
        Tensor other = graph.tensor("twin/weights_float16").orElseThrow();
        assertThat(one.buffer()).isSameAs(other.buffer());
    }

    @ParameterizedTest
    @ValueSource(floats = {65505f, -70000f, Float.NaN, Float.NEGATIVE_INFINITY})
    void whatDoesNotFitStaysFloatAndIsNamed(float value) throws Exception {
        float[] values = values();
        values[7] = value;
        Converted converted = Converted.of(dense(values), folder, Map.of());
        assertThat(converted.model().main().tensor("weights").orElseThrow().isConstant())
                .isTrue();
        assertThat(converted.result().findings().get(0)).satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("out-of-range");
            assertThat(finding.subject()).isEqualTo("weights");
        });
    }

    @Test
    void theLargestHalfFits() throws Exception {
        float[] values = values();
        values[7] = -Float16.MAX;
        assertThat(Converted.of(dense(values), folder, Map.of()).result().findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "min_elements, 400, 1",
        "min_elements, 401, 0",
        "include, weig.*, 1",
        "exclude, .*ts, 0",
        "operators, FULLY_CONNECTED, 1"
    })
    void onlyChosenWeightsAreConverted(String parameter, String value, double tensors) throws Exception {
        Converted converted = Converted.of(dense(values()), folder, Map.of(parameter, value));
        assertThat(converted.measure("converted_tensors")).isEqualTo(tensors);
        assertThat(converted.result().findings().isEmpty()).isEqualTo(tensors > 0);
    }

    @ParameterizedTest
    @CsvSource({"kws_float, 55800", "mobilenetv2_random, 6973700"})
    void filesAreSmall(String model, long bytes) throws Exception {
        Converted converted = Converted.of(SharedFiles.model(model + ".tflite"), folder, Map.of());
        assertThat(Files.size(converted.after())).isLessThanOrEqualTo(bytes);
    }

    @Test
    void keywordsAreToldApartAsBefore() throws Exception {
        Path before = SharedFiles.model("kws_float.tflite");
        Converted converted = Converted.of(before, folder, Map.of());
        var fidelity = Fidelity.measure(before, converted.after(), KeywordSamples.scored(folder, "input_1"), folder);
        assertThat(fidelity.agreement()).isEqualTo(1);
        assertThat(fidelity.sqnrDb()).isGreaterThanOrEqualTo(62.9);
    }

    @Test
    void aBiasFollowsItsFilterHoweverSmallItIs() throws Exception {
        Model model = Converted.of(biased(1, SIZE), folder, Map.of()).model();

        assertThat(model.main().operators(BuiltinOperator.DEQUANTIZE))
                .extracting(operator -> operator.output().name())
                .containsExactlyInAnyOrder("weights0", "bias");
    }

    @Test
    void aBiasThatDoesNotFitKeepsItsFilterFloat() throws Exception {
        Converted converted = Converted.of(biased(70000, SIZE), folder, Map.of());

        assertThat(converted.model().main().operators(BuiltinOperator.DEQUANTIZE))
                .isEmpty();
        assertThat(converted.result().findings().get(0).subject()).isEqualTo("bias");
    }

    @Test
    void aBiasThatOperatorsShareTakesAllTheirFiltersAlong() throws Exception {
        // The second filter is too small to be chosen by itself.
        Model model = Converted.of(biased(1, SIZE, 3), folder, Map.of()).model();

        assertThat(model.main().operators(BuiltinOperator.DEQUANTIZE))
                .extracting(operator -> operator.output().name())
                .containsExactlyInAnyOrder("weights0", "weights1", "bias");
    }

    @Test
    void aBiasWithoutAFloatFilterStays() throws Exception {
        Model model = biased(1, 1);

        assertThat(Converted.of(model, folder, Map.of()).model().main().operators(BuiltinOperator.DEQUANTIZE))
                .isEmpty();
    }

    /** Dense layers of so many inputs each, all with one and the same bias. */
    private static Model biased(float bias, int... inputs) {
        var builder = new ModelBuilder("biased");
        float[] biases = new float[SIZE];
        Arrays.fill(biases, bias);
        Tensor shared = builder.constant("bias", Shape.of(SIZE), biases);
        for (int i = 0; i < inputs.length; i++) {
            Tensor x = builder.input("x" + i, TensorType.FLOAT32, 1, inputs[i]);
            float[] values = Arrays.copyOf(values(), SIZE * inputs[i]);
            Tensor weights = builder.constant("weights" + i, Shape.of(SIZE, inputs[i]), values);
            Tensor y = builder.tensor("y" + i, TensorType.FLOAT32, 1, SIZE);
            builder.operator(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(x, weights, shared)
                    .outputs(y)
                    .append();
            builder.output(y);
        }
        return builder.build();
    }

    private static float[] values() {
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 200) / 333f;
        }
        return values;
    }

    private static Model dense(float[] values) {
        var builder = new ModelBuilder("dense");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor weights = builder.constant("weights", Shape.of(SIZE, SIZE), values);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, SIZE);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, weights)
                .outputs(y)
                .append();
        return builder.output(y).build();
    }
}
