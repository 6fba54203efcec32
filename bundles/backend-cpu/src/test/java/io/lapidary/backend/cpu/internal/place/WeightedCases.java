package io.lapidary.backend.cpu.internal.place;

import static io.lapidary.model.TensorType.FLOAT32;
import static io.lapidary.model.TensorType.INT16;
import static io.lapidary.model.TensorType.INT4;
import static io.lapidary.model.TensorType.INT8;
import static io.lapidary.model.TensorType.UINT8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Quantization;
import io.lapidary.model.TensorType;

/** Models of one operator with weights. */
final class WeightedCases {
    private final Map<String, OneOperator> all = new LinkedHashMap<>();

    private WeightedCases() {}

    static Map<String, OneOperator> all() {
        var cases = new WeightedCases();
        cases.convolutions();
        cases.dense();
        return cases.all;
    }

    private void add(String name, OneOperator operator) {
        all.put(name, operator);
    }

    private OneOperator conv(TensorType data, TensorType weights, Quantization quantization) {
        var op = OneOperator.of(BuiltinOperator.CONV_2D)
                .version(3)
                .input(data, 1, 8, 8, 4)
                .weights(weights, quantization, 8, 3, 3, 4);
        op.bias(data == FLOAT32 ? FLOAT32 : data == INT16 ? TensorType.INT64 : TensorType.INT32, 8);
        return op.output(data, 1, 8, 8, 8)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("padding", "SAME");
    }

    private OneOperator depthwise(TensorType data, TensorType weights, Quantization quantization) {
        return OneOperator.of(BuiltinOperator.DEPTHWISE_CONV_2D)
                .version(3)
                .input(data, 1, 8, 8, 4)
                .weights(weights, quantization, 1, 3, 3, 4)
                .bias(data == FLOAT32 ? FLOAT32 : data == INT16 ? TensorType.INT64 : TensorType.INT32, 4)
                .output(data, 1, 8, 8, 4)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("depth_multiplier", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("padding", "SAME");
    }

    private static Quantization channels(int count, int axis) {
        float[] scales = new float[count];
        java.util.Arrays.fill(scales, 0.01f);
        return Quantization.perChannel(scales, axis);
    }

    private void convolutions() {
        Quantization one = Quantization.perTensor(0.01f, 0);
        add("CONV_2D float32", conv(FLOAT32, FLOAT32, one));
        add("CONV_2D relu", conv(FLOAT32, FLOAT32, one).option("fused_activation_function", "RELU"));
        add("CONV_2D tanh", conv(FLOAT32, FLOAT32, one).option("fused_activation_function", "TANH"));
        add("CONV_2D int8 per tensor", conv(INT8, INT8, one));
        add("CONV_2D int8 per channel", conv(INT8, INT8, channels(8, 0)));
        add("CONV_2D uint8", conv(UINT8, UINT8, Quantization.perTensor(0.01f, 128)));
        add("CONV_2D int16", conv(INT16, INT8, channels(8, 0)).version(4));
        add("CONV_2D hybrid per channel", conv(FLOAT32, INT8, channels(8, 0)));
        add("CONV_2D hybrid per tensor", conv(FLOAT32, INT8, one));
        add("DEPTHWISE float32", depthwise(FLOAT32, FLOAT32, one));
        add("DEPTHWISE int8", depthwise(INT8, INT8, channels(4, 3)));
        add("DEPTHWISE uint8", depthwise(UINT8, UINT8, Quantization.perTensor(0.01f, 128)));
        add("DEPTHWISE int16", depthwise(INT16, INT8, channels(4, 3)).version(5));
        add("DEPTHWISE hybrid", depthwise(FLOAT32, INT8, channels(4, 3)).version(6));
        for (TensorType type : List.of(FLOAT32, INT8)) {
            add(
                    "TRANSPOSE_CONV " + type,
                    OneOperator.of(BuiltinOperator.TRANSPOSE_CONV)
                            .version(2)
                            .ints(1, 8, 8, 8)
                            .weights(type, channels(8, 0), 8, 3, 3, 4)
                            .input(type, 1, 4, 4, 4)
                            .output(type, 1, 8, 8, 8)
                            .option("stride_w", 2)
                            .option("stride_h", 2)
                            .option("padding", "SAME"));
        }
        add(
                "TRANSPOSE_CONV hybrid",
                OneOperator.of(BuiltinOperator.TRANSPOSE_CONV)
                        .version(2)
                        .ints(1, 8, 8, 8)
                        .weights(INT8, channels(8, 0), 8, 3, 3, 4)
                        .input(FLOAT32, 1, 4, 4, 4)
                        .output(FLOAT32, 1, 8, 8, 8)
                        .option("stride_w", 2)
                        .option("stride_h", 2)
                        .option("padding", "SAME"));
    }

    private void dense() {
        add(
                "FULLY_CONNECTED int8 with a bare bias",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(4)
                        .input(INT8, 1, 16)
                        .weights(INT8, channels(8, 0), 8, 16)
                        .bareBias(TensorType.INT32, 8)
                        .output(INT8, 1, 8));
        add(
                "FULLY_CONNECTED float32",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .input(FLOAT32, 1, 16)
                        .weights(FLOAT32, 8, 16)
                        .bias(FLOAT32, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED no bias",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .input(FLOAT32, 1, 16)
                        .weights(FLOAT32, 8, 16)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED computed",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .input(FLOAT32, 1, 16)
                        .input(FLOAT32, 8, 16)
                        .bias(FLOAT32, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED int8",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(4)
                        .input(INT8, 1, 16)
                        .weights(INT8, channels(8, 0), 8, 16)
                        .bias(TensorType.INT32, 8)
                        .output(INT8, 1, 8));
        add(
                "FULLY_CONNECTED uint8",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(2)
                        .input(UINT8, 1, 16)
                        .weights(UINT8, 8, 16)
                        .bias(TensorType.INT32, 8)
                        .output(UINT8, 1, 8));
        add(
                "FULLY_CONNECTED hybrid",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(12)
                        .input(FLOAT32, 1, 16)
                        .weights(INT8, channels(8, 0), 8, 16)
                        .bias(FLOAT32, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED hybrid per tensor",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(9)
                        .input(FLOAT32, 1, 16)
                        .weights(INT8, 8, 16)
                        .bias(FLOAT32, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED hybrid int4",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(12)
                        .input(FLOAT32, 1, 16)
                        .weights(INT4, channels(8, 0), 8, 16)
                        .bias(FLOAT32, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "FULLY_CONNECTED int16",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .version(7)
                        .input(INT16, 1, 16)
                        .weights(INT8, 8, 16)
                        .bias(TensorType.INT64, 8)
                        .output(INT16, 1, 8));
    }
}
