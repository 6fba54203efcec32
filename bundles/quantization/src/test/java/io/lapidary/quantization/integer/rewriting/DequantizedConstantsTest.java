package io.lapidary.quantization.integer.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Encoding;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

class DequantizedConstantsTest {
    /** Two layers of two weights and a bias that is one of both, with an operator of its own kind between them. */
    private static Model floats() {
        var builder = new ModelBuilder("floats");
        Tensor bias = builder.constant("bias", Shape.of(1), 0f);
        Tensor input = builder.input("input", TensorType.FLOAT32, 1, 1);
        Tensor first = builder.tensor("first", TensorType.FLOAT32, 1, 1);
        layer(builder, input, builder.constant("a", Shape.of(1, 1), .9f), bias, first);
        Tensor root = builder.tensor("root", TensorType.FLOAT32, 1, 1);
        builder.operator(BuiltinOperator.SQRT).inputs(first).outputs(root).append();
        Tensor second = builder.tensor("second", TensorType.FLOAT32, 1, 1);
        layer(builder, root, builder.constant("b", Shape.of(1, 1), .7f), bias, second);
        return builder.output(second).build();
    }

    /** The same in integers, each layer with a bias of its own; what the second computes is converted. */
    private static Model quantized() {
        var builder = new ModelBuilder("quantized");
        Tensor input = builder.input("input", TensorType.INT16, 1, 1);
        Tensor first = builder.tensor("first", TensorType.INT16, 1, 1);
        layer(builder, input, integers(builder, "a", .25f, 4, 1, 1), integers(builder, "bias", .5f, 3, 1), first);
        Tensor second = builder.tensor("second_int16", TensorType.INT16, 1, 1);
        layer(builder, first, integers(builder, "b", .125f, 6, 1, 1), integers(builder, "bias_1", .5f, -5, 1), second);
        Tensor real = builder.tensor("second", TensorType.FLOAT32, 1, 1);
        builder.operator(BuiltinOperator.DEQUANTIZE)
                .inputs(second)
                .outputs(real)
                .append();
        return builder.output(real).build();
    }

    private static void layer(ModelBuilder builder, Tensor input, Tensor weights, Tensor bias, Tensor output) {
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(input, weights, bias)
                .outputs(output)
                .append();
    }

    private static Tensor integers(ModelBuilder builder, String name, float scale, int value, int... shape) {
        var bytes = BufferContent.of(new byte[] {(byte) value});
        Tensor tensor = builder.constant(name, TensorType.INT8, Shape.of(shape), bytes);
        builder.editor().tensor(tensor).encoding(Encoding.perTensor(TensorType.INT8, scale, 0));
        return tensor;
    }

    private static float number(Operator layer, int input) {
        return layer.input(input).orElseThrow().data().getFloat(0);
    }

    @Test
    void eachOperatorHasTheNumbersThatItsOwnIntegersStandFor() throws Exception {
        Model floats = floats();
        DequantizedConstants.put(quantized(), floats);
        var layers = floats.main().operators(BuiltinOperator.FULLY_CONNECTED);
        assertThat(number(layers.get(0), 1)).isEqualTo(1);
        assertThat(number(layers.get(0), 2)).isEqualTo(1.5f);
        assertThat(number(layers.get(1), 1)).isEqualTo(.75f);
        assertThat(number(layers.get(1), 2)).isEqualTo(-2.5f);
    }

    @Test
    void whatHasNoIntegersStays() throws Exception {
        Model floats = floats();
        DequantizedConstants.put(floats(), floats);
        assertThat(number(
                        floats.main().operators(BuiltinOperator.FULLY_CONNECTED).get(1), 1))
                .isEqualTo(.7f);
    }
}
