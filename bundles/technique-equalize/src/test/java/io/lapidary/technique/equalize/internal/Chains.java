package io.lapidary.technique.equalize.internal;

import java.util.Random;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Makes chains of layers whose channels are of very different sizes. */
final class Chains {
    private final ModelBuilder builder = new ModelBuilder("chain");
    private final Random random = new Random(11);
    private Tensor last;
    private int layers;

    Chains(int... input) {
        last = builder.input("x", TensorType.FLOAT32, input);
    }

    ModelBuilder builder() {
        return builder;
    }

    Tensor last() {
        return last;
    }

    Model model() {
        return builder.output(last).build();
    }

    /** Uneven weights: channel {@code c} is {@code 3^(c % 5)} times as large as the first. */
    Tensor weights(int channelAxis, int inputs, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[Math.toIntExact(shape.elements())];
        int inner = 1;
        for (int i = channelAxis + 1; i < dims.length; i++) {
            inner *= dims[i];
        }
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % dims[channelAxis];
            values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs) * Math.pow(3, channel % 5));
        }
        return builder.constant("weights" + layers, shape, values);
    }

    Tensor bias(float offset, int channels) {
        float[] values = new float[channels];
        for (int i = 0; i < channels; i++) {
            values[i] = offset + (float) random.nextGaussian() / 4;
        }
        return builder.constant("bias" + layers, Shape.of(channels), values);
    }

    Chains convolution(int kernel, int outputs, String activation, String padding, float offset) {
        int[] in = last.shape().dims();
        int cut = padding.equals("VALID") ? kernel - 1 : 0;
        Tensor weights = weights(0, kernel * kernel * in[3], outputs, kernel, kernel, in[3]);
        return spatial(BuiltinOperator.CONV_2D, weights, outputs, cut, activation, padding, offset);
    }

    Chains depthwise(int kernel, int multiplier, String activation) {
        int outputs = last.shape().last() * multiplier;
        Tensor weights = weights(3, kernel * kernel, 1, kernel, kernel, outputs);
        return spatial(BuiltinOperator.DEPTHWISE_CONV_2D, weights, outputs, 0, activation, "SAME", 0.1f);
    }

    private Chains spatial(
            BuiltinOperator type,
            Tensor weights,
            int outputs,
            int cut,
            String activation,
            String padding,
            float offset) {
        int[] in = last.shape().dims();
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, in[0], in[1] - cut, in[2] - cut, outputs);
        var operator = builder.operator(type)
                .inputs(last, weights, bias(offset, outputs))
                .outputs(result)
                .option("padding", padding)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("fused_activation_function", activation);
        if (type == BuiltinOperator.DEPTHWISE_CONV_2D) {
            operator.option("depth_multiplier", outputs / in[3]);
        }
        operator.append();
        return then(result);
    }

    Chains transposed(int kernel, int outputs) {
        int[] in = last.shape().dims();
        Tensor weights = weights(0, kernel * kernel * in[3], outputs, kernel, kernel, in[3]);
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, 1, 2 * in[1], 2 * in[2], outputs);
        builder.operator(BuiltinOperator.TRANSPOSE_CONV)
                .version(3)
                .inputs(
                        builder.constant(
                                "size" + layers, Shape.of(4), result.shape().dims()),
                        weights,
                        last,
                        bias(0, outputs))
                .outputs(result)
                .option("padding", "SAME")
                .option("stride_w", 2)
                .option("stride_h", 2)
                .append();
        return then(result);
    }

    Chains connected(int outputs, String activation, float offset) {
        int inputs = Math.toIntExact(last.shape().elements());
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, 1, outputs);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(last, weights(0, inputs, outputs, inputs), bias(offset, outputs))
                .outputs(result)
                .option("fused_activation_function", activation)
                .append();
        return then(result);
    }

    Chains unary(BuiltinOperator type) {
        Tensor result =
                builder.tensor("y" + layers, TensorType.FLOAT32, last.shape().dims());
        builder.operator(type).inputs(last).outputs(result).append();
        return then(result);
    }

    Chains pool(BuiltinOperator type) {
        int[] in = last.shape().dims();
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, in[0], in[1] / 2, in[2] / 2, in[3]);
        builder.operator(type)
                .inputs(last)
                .outputs(result)
                .option("padding", "VALID")
                .option("stride_w", 2)
                .option("stride_h", 2)
                .option("filter_width", 2)
                .option("filter_height", 2)
                .append();
        return then(result);
    }

    Chains mean(int... axes) {
        Tensor result =
                builder.tensor("y" + layers, TensorType.FLOAT32, 1, last.shape().last());
        builder.operator(BuiltinOperator.MEAN)
                .inputs(last, builder.constant("axes" + layers, Shape.of(axes.length), axes))
                .outputs(result)
                .append();
        return then(result);
    }

    Chains pad() {
        int[] in = last.shape().dims();
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, in[0], in[1] + 2, in[2] + 2, in[3]);
        builder.operator(BuiltinOperator.PAD)
                .inputs(last, builder.constant("pad" + layers, Shape.of(4, 2), 0, 0, 1, 1, 1, 1, 0, 0))
                .outputs(result)
                .append();
        return then(result);
    }

    Chains reshape(int... dims) {
        Tensor result = builder.tensor("y" + layers, TensorType.FLOAT32, dims);
        builder.operator(BuiltinOperator.RESHAPE)
                .inputs(last, builder.constant("shape" + layers, Shape.of(dims.length), dims))
                .outputs(result)
                .append();
        return then(result);
    }

    private Chains then(Tensor result) {
        last = result;
        layers++;
        return this;
    }
}
