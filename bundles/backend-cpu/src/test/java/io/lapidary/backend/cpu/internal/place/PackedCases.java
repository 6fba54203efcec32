package io.lapidary.backend.cpu.internal.place;

import static io.lapidary.model.TensorType.FLOAT32;
import static io.lapidary.model.TensorType.INT8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.TensorType;

/** Models of one operator with weights that are unpacked first. */
final class PackedCases {
    private final Map<String, OneOperator> all = new LinkedHashMap<>();

    private PackedCases() {}

    static Map<String, OneOperator> all() {
        var cases = new PackedCases();
        cases.packed();
        return cases.all;
    }

    private void add(String name, OneOperator operator) {
        all.put(name, operator);
    }

    private void packed() {
        for (TensorType small : List.of(TensorType.FLOAT16, INT8, TensorType.INT4)) {
            add(
                    "FULLY_CONNECTED packed " + small,
                    OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                            .input(FLOAT32, 1, 16)
                            .packed(small, 8, 16)
                            .output(FLOAT32, 1, 8));
            add(
                    "FULLY_CONNECTED all packed " + small,
                    OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                            .input(FLOAT32, 1, 16)
                            .packed(small, 8, 16)
                            .packed(small, 8)
                            .output(FLOAT32, 1, 8));
            add(
                    "FULLY_CONNECTED filter packed " + small,
                    OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                            .input(FLOAT32, 1, 16)
                            .packed(small, 8, 16)
                            .bias(FLOAT32, 8)
                            .output(FLOAT32, 1, 8));
            add(
                    "FULLY_CONNECTED bias packed " + small,
                    OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                            .input(FLOAT32, 1, 16)
                            .weights(FLOAT32, 8, 16)
                            .packed(small, 8)
                            .output(FLOAT32, 1, 8));
            add("CONV_2D all packed " + small, packedConvolution(BuiltinOperator.CONV_2D, true, small));
            add("CONV_2D filter packed " + small, packedConvolution(BuiltinOperator.CONV_2D, false, small));
            add(
                    "DEPTHWISE all packed " + small,
                    packedConvolution(BuiltinOperator.DEPTHWISE_CONV_2D, true, small)
                            .option("depth_multiplier", 1));
            add(
                    "DEPTHWISE filter packed " + small,
                    packedConvolution(BuiltinOperator.DEPTHWISE_CONV_2D, false, small)
                            .option("depth_multiplier", 1));
            add(
                    "TRANSPOSE_CONV filter packed " + small,
                    OneOperator.of(BuiltinOperator.TRANSPOSE_CONV)
                            .version(3)
                            .ints(1, 8, 8, 4)
                            .packed(small, 4, 3, 3, 4)
                            .input(FLOAT32, 1, 4, 4, 4)
                            .bias(FLOAT32, 4)
                            .output(FLOAT32, 1, 8, 8, 4)
                            .option("stride_w", 2)
                            .option("stride_h", 2)
                            .option("padding", "SAME"));
            add(
                    "MUL packed " + small,
                    OneOperator.of(BuiltinOperator.MUL)
                            .input(FLOAT32, 1, 8)
                            .packed(small, 8)
                            .output(FLOAT32, 1, 8));
            add(
                    "PRELU packed " + small,
                    OneOperator.of(BuiltinOperator.PRELU)
                            .input(FLOAT32, 1, 4, 4, 8)
                            .packed(small, 1, 1, 8)
                            .output(FLOAT32, 1, 4, 4, 8));
            add(
                    "POW packed " + small,
                    OneOperator.of(BuiltinOperator.POW)
                            .input(FLOAT32, 1, 8)
                            .packed(small, 8)
                            .output(FLOAT32, 1, 8));
        }
    }

    private static OneOperator packedConvolution(BuiltinOperator type, boolean bias, TensorType small) {
        int outputs = type == BuiltinOperator.CONV_2D ? 4 : 1;
        var op = OneOperator.of(type).input(FLOAT32, 1, 8, 8, 4).packed(small, outputs, 3, 3, 4);
        return (bias ? op.packed(small, 4) : op.bias(FLOAT32, 4))
                .output(FLOAT32, 1, 8, 8, 4)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("padding", "SAME");
    }
}
