package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Constants that several operators read, constants among the inputs, what is fused, and arithmetic on shapes. */
class SharedPartsTest {
    @TempDir
    private Path folder;

    /** Their biases cannot be one: a bias has the scale of its layer's input. */
    @ParameterizedTest
    @EnumSource
    void twoLayersOfOneWeightAndOneBias(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor weights = main.random(0.4, 8, 8);
        Tensor bias = main.random(0.5, 8);
        Tensor small = main.in(1, 8);
        Tensor large = main.apply(MUL, small, main.constant(Shape.of(1, 8), 60, 50, 40, 30, 60, 50, 40, 30));
        Tensor first = main.apply(FULLY_CONNECTED, new int[] {1, 8}, small, weights, bias);
        Tensor second = main.apply(FULLY_CONNECTED, new int[] {1, 8}, large, weights, bias);
        main.out(first);
        requireClose(main.model(), scheme);

        main.out(second);
        requireClose(main.model(), scheme);

        main.out(first, second);
        Model integer = requireClose(main.model(), scheme);
        List<Operator> layers = integer.main().operators(FULLY_CONNECTED);
        assertThat(layers).hasSize(2);
        for (Operator layer : layers) {
            float data = scale(layer.input(0).orElseThrow());
            float weight = scale(layer.input(1).orElseThrow());
            assertThat(scale(layer.input(2).orElseThrow()) / (data * weight)).isBetween(0.999f, 1.001f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWeightThatIsAnInputToo(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor table = main.random(0.4, 8, 8);
        Tensor made = main.apply(FULLY_CONNECTED, new int[] {1, 8}, main.in(1, 8), table, main.random(0.1, 8));
        main.out(main.apply(MUL, new int[] {8, 8}, table, made));
        requireClose(main.model(), scheme);
    }

    @ParameterizedTest
    @EnumSource
    void constantsAmongTheInputs(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor row = main.in(1, 8);
        for (BuiltinOperator type : List.of(ADD, SUB, MUL, MAXIMUM, MINIMUM)) {
            row = main.apply(type, row, main.random(1, 1, 8));
        }
        Tensor joined = main.tensor(TensorType.FLOAT32, 1, 12);
        main.operator(CONCATENATION)
                .option("axis", 1)
                .inputs(row, main.random(1, 1, 4))
                .outputs(joined)
                .append();
        main.out(joined);
        requireClose(main.model(), scheme);
    }

    @ParameterizedTest
    @EnumSource
    void activationsThatAreFused(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor row = main.in(1, 8);
        var outputs = new ArrayList<Tensor>();
        for (String activation : List.of("RELU", "RELU6", "RELU_N1_TO_1")) {
            for (BuiltinOperator type : List.of(FULLY_CONNECTED, ADD, SUB, MUL)) {
                Tensor made = main.tensor(TensorType.FLOAT32, 1, 8);
                var operator = main.operator(type).option("fused_activation_function", activation);
                if (type == FULLY_CONNECTED) {
                    operator.inputs(row, main.random(2, 8, 8), main.random(1, 8));
                } else {
                    operator.inputs(row, main.random(4, 1, 8));
                }
                operator.outputs(made).append();
                outputs.add(made);
            }
        }
        main.out(outputs.toArray(Tensor[]::new));
        requireClose(main.model(), scheme);
    }

    @ParameterizedTest
    @EnumSource
    void shapesStayWhatTheyAre(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor made = main.connected(main.in(1, 8), 8);
        Tensor shape = main.tensor(TensorType.INT32, 2);
        main.operator(BuiltinOperator.SHAPE)
                .option("out_type", TensorType.INT32)
                .inputs(made)
                .outputs(shape)
                .append();
        Tensor batch = main.tensor(TensorType.INT32);
        main.operator(STRIDED_SLICE)
                .option("shrink_axis_mask", 1)
                .inputs(shape, main.ints(0), main.ints(1), main.ints(1))
                .outputs(batch)
                .append();
        Tensor wanted = main.tensor(TensorType.INT32, 3);
        main.operator(PACK)
                .option("values_count", 3)
                .inputs(batch, main.number(2), main.number(4))
                .outputs(wanted)
                .append();
        main.out(main.apply(RESHAPE, new int[] {1, 2, 4}, made, wanted));
        Model integer = requireClose(main.model(), scheme);
        for (BuiltinOperator type : List.of(STRIDED_SLICE, PACK)) {
            assertThat(integer.main().operators(type))
                    .singleElement()
                    .satisfies(operator -> assertThat(operator.output().type()).isEqualTo(TensorType.INT32));
        }
        assertThat(integer.main().operators(DEQUANTIZE)).hasSize(1);
    }

    /** Nothing may stay in float32. */
    private Model requireClose(Model model, IntegerScheme scheme) throws Exception {
        var bench = new IntegerBench(model, folder);
        Path quantized = bench.strictly(scheme);
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(scheme == IntegerScheme.INT8 ? 30 : 40);
        }
        return IntegerBench.read(quantized);
    }

    private static float scale(Tensor tensor) {
        return tensor.quantization().orElseThrow().scale(0);
    }
}
