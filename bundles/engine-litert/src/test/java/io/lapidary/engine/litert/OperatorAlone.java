package io.lapidary.engine.litert;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Models of one convolution. */
final class OperatorAlone {
    private OperatorAlone() {}

    /**
     * Reads x and makes y.
     *
     * @param shape of the weights
     * @param data [height, width, channels] of x
     * @param made [1, height, width, channels] of y
     */
    static Model of(
            BuiltinOperator type,
            Shape shape,
            float[] weights,
            int[] data,
            int[] made,
            int stride,
            int dilation,
            String padding) {
        var builder = new ModelBuilder(type + " alone");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, data[0], data[1], data[2]);
        Tensor w = builder.constant("w", shape, weights);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, made);
        Tensor bias = builder.constant("b", Shape.of(made[3]), new float[made[3]]);
        var operator = builder.operator(type)
                .option("padding", padding)
                .option("stride_w", stride)
                .option("stride_h", stride);
        if (type == BuiltinOperator.TRANSPOSE_CONV) {
            Tensor size = builder.constant("size", Shape.of(4), made);
            operator.version(3).inputs(size, w, x, bias);
        } else {
            operator.option("dilation_w_factor", dilation)
                    .option("dilation_h_factor", dilation)
                    .inputs(x, w, bias);
            operator.version(2);
            if (type == BuiltinOperator.DEPTHWISE_CONV_2D) {
                operator.option("depth_multiplier", made[3] / data[2]);
            }
        }
        operator.outputs(y).append();
        return builder.output(y).build();
    }
}
