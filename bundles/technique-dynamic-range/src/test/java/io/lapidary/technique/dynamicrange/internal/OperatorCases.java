package io.lapidary.technique.dynamicrange.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;

/** Models of one operator each for the rows of the hybrid rules, with at least 1,024 weights. */
final class OperatorCases {
    private final Map<String, OneOperator> all = new LinkedHashMap<>();

    private OperatorCases() {}

    static Map<String, OneOperator> hybrid() {
        var cases = new OperatorCases();
        cases.convolutions();
        cases.matrices();
        cases.recurrent();
        cases.lstms();
        return cases.all;
    }

    private void convolutions() {
        all.put(
                "CONV_2D",
                OneOperator.of(BuiltinOperator.CONV_2D)
                        .data(1, 8, 8, 16)
                        .weights(144, 16, 3, 3, 16)
                        .weights(9, 16)
                        .output(1, 8, 8, 16)
                        .same());
        all.put(
                "CONV_2D grouped",
                OneOperator.of(BuiltinOperator.CONV_2D)
                        .version(6)
                        .data(1, 8, 8, 32)
                        .weights(72, 32, 3, 3, 8)
                        .weights(9, 32)
                        .output(1, 8, 8, 32)
                        .same());
        all.put(
                "CONV_2D strided 1x1",
                OneOperator.of(BuiltinOperator.CONV_2D)
                        .data(1, 8, 8, 48)
                        .weights(48, 40, 1, 1, 48)
                        .weights(9, 40)
                        .output(1, 4, 4, 40)
                        .same()
                        .option("stride_w", 2)
                        .option("stride_h", 2));
        all.put(
                "CONV_2D dilated",
                OneOperator.of(BuiltinOperator.CONV_2D)
                        .version(2)
                        .data(1, 12, 12, 16)
                        .weights(144, 16, 3, 3, 16)
                        .weights(9, 16)
                        .output(1, 12, 12, 16)
                        .same()
                        .option("dilation_w_factor", 2)
                        .option("dilation_h_factor", 2));
        all.put(
                "DEPTHWISE_CONV_2D",
                OneOperator.of(BuiltinOperator.DEPTHWISE_CONV_2D)
                        .data(1, 8, 8, 128)
                        .weights(9, 1, 3, 3, 128)
                        .weights(9, 128)
                        .output(1, 8, 8, 128)
                        .same()
                        .option("depth_multiplier", 1));
        all.put(
                "TRANSPOSE_CONV",
                OneOperator.of(BuiltinOperator.TRANSPOSE_CONV)
                        .ints(1, 16, 16, 16)
                        .weights(36, 16, 3, 3, 16)
                        .data(1, 8, 8, 16)
                        .output(1, 16, 16, 16)
                        .option("stride_w", 2)
                        .option("stride_h", 2)
                        .option("padding", "SAME"));
        all.put(
                "TRANSPOSE_CONV with bias",
                OneOperator.of(BuiltinOperator.TRANSPOSE_CONV)
                        .version(3)
                        .ints(1, 16, 16, 16)
                        .weights(36, 16, 3, 3, 16)
                        .data(1, 8, 8, 16)
                        .weights(9, 16)
                        .output(1, 16, 16, 16)
                        .option("stride_w", 2)
                        .option("stride_h", 2)
                        .option("padding", "SAME"));
    }

    private void matrices() {
        all.put(
                "FULLY_CONNECTED",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .data(1, 64)
                        .weights(64, 32, 64)
                        .weights(9, 32)
                        .output(1, 32));
        all.put(
                "FULLY_CONNECTED without bias, of a batch",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .data(5, 61)
                        .weights(61, 33, 61)
                        .output(5, 33));
        all.put(
                "FULLY_CONNECTED of rank 3",
                OneOperator.of(BuiltinOperator.FULLY_CONNECTED)
                        .data(1, 6, 64)
                        .weights(64, 32, 64)
                        .output(1, 6, 32)
                        .option("keep_num_dims", true));
        all.put(
                "BATCH_MATMUL",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .data(1, 6, 64)
                        .weights(64, 64, 32)
                        .output(1, 6, 32));
        all.put(
                "BATCH_MATMUL transposed",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .data(1, 6, 64)
                        .weights(64, 32, 64)
                        .output(1, 6, 32)
                        .option("adj_y", true));
        all.put(
                "BATCH_MATMUL of a batch",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .data(3, 6, 32)
                        .weights(32, 3, 32, 32)
                        .output(3, 6, 32));
        all.put(
                "EMBEDDING_LOOKUP",
                OneOperator.of(BuiltinOperator.EMBEDDING_LOOKUP)
                        .indices(5)
                        .weights(1, 40, 32)
                        .output(5, 32));
    }

    private void recurrent() {
        all.put(
                "SVDF",
                OneOperator.of(BuiltinOperator.SVDF)
                        .data(1, 32)
                        .weights(32, 32, 32)
                        .weights(4, 32, 4)
                        .weights(9, 16)
                        .variable(1, 128)
                        .output(1, 16)
                        .option("rank", 2));
        all.put(
                "RNN",
                OneOperator.of(BuiltinOperator.RNN)
                        .data(1, 32)
                        .weights(32, 32, 32)
                        .weights(32, 32, 32)
                        .weights(9, 32)
                        .variable(1, 32)
                        .output(1, 32)
                        .option("fused_activation_function", "TANH"));
        all.put(
                "UNIDIRECTIONAL_SEQUENCE_RNN",
                OneOperator.of(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_RNN)
                        .data(1, 6, 32)
                        .weights(32, 32, 32)
                        .weights(32, 32, 32)
                        .weights(9, 32)
                        .variable(1, 32)
                        .output(1, 6, 32)
                        .option("fused_activation_function", "TANH"));
        all.put(
                "BIDIRECTIONAL_SEQUENCE_RNN",
                OneOperator.of(BuiltinOperator.BIDIRECTIONAL_SEQUENCE_RNN)
                        .data(1, 6, 32)
                        .weights(32, 32, 32)
                        .weights(32, 32, 32)
                        .weights(9, 32)
                        .variable(1, 32)
                        .weights(32, 32, 32)
                        .weights(32, 32, 32)
                        .weights(9, 32)
                        .variable(1, 32)
                        .none(3)
                        .output(1, 6, 32)
                        .output(1, 6, 32)
                        .option("fused_activation_function", "TANH"));
    }

    private void lstms() {
        for (BuiltinOperator type :
                new BuiltinOperator[] {BuiltinOperator.LSTM, BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM}) {
            int[] data = type == BuiltinOperator.LSTM ? new int[] {1, 32} : new int[] {1, 6, 32};
            int[] units = type == BuiltinOperator.LSTM ? new int[] {1, 32} : new int[] {1, 6, 32};
            int[] projected = type == BuiltinOperator.LSTM ? new int[] {1, 20} : new int[] {1, 6, 20};
            all.put(type.name(), lstm(type, data, 32, false, false, false).output(units));
            all.put(
                    type + " with peepholes",
                    lstm(type, data, 32, true, false, false).output(units));
            all.put(
                    type + " with a projection",
                    lstm(type, data, 20, false, true, false).output(projected));
            all.put(
                    type + " with layer normalization",
                    lstm(type, data, 32, false, false, true).output(units));
            all.put(type + " with all", lstm(type, data, 20, true, true, true).output(projected));
        }
        var both = OneOperator.of(BuiltinOperator.BIDIRECTIONAL_SEQUENCE_LSTM).data(1, 6, 32);
        for (int direction = 0; direction < 2; direction++) {
            cell(both, 32, false, false);
        }
        both.variable(1, 32).variable(1, 32).variable(1, 32).variable(1, 32).none(9);
        all.put(
                "BIDIRECTIONAL_SEQUENCE_LSTM",
                both.output(1, 6, 32)
                        .output(1, 6, 32)
                        .option("fused_activation_function", "TANH")
                        .option("time_major", false));
    }

    /** 32 units; {@code state} of them in the output, fewer with a projection. */
    private static OneOperator lstm(
            BuiltinOperator type, int[] data, int state, boolean peepholes, boolean projection, boolean normalization) {
        OneOperator lstm = OneOperator.of(type).data(data);
        cell(lstm, state, peepholes, projection);
        lstm.variable(1, state).variable(1, 32);
        for (int gate = 0; gate < 4; gate++) {
            if (normalization) {
                lstm.weights(1, 32);
            } else {
                lstm.none(1);
            }
        }
        return lstm.option("fused_activation_function", "TANH");
    }

    private static void cell(OneOperator lstm, int state, boolean peepholes, boolean projection) {
        for (int gate = 0; gate < 4; gate++) {
            lstm.weights(32, 32, 32);
        }
        for (int gate = 0; gate < 4; gate++) {
            lstm.weights(state, 32, state);
        }
        for (int gate = 0; gate < 3; gate++) {
            if (peepholes) {
                lstm.weights(9, 32);
            } else {
                lstm.none(1);
            }
        }
        for (int gate = 0; gate < 4; gate++) {
            lstm.weights(9, 32);
        }
        if (projection) {
            lstm.weights(32, state, 32).none(1);
        } else {
            lstm.none(2);
        }
    }

    /** Operators without a hybrid kernel, whose weights are stored as int8 and made float. */
    static Map<String, OneOperator> stored() {
        var cases = new LinkedHashMap<String, OneOperator>();
        cases.put(
                "CONV_3D",
                OneOperator.of(BuiltinOperator.CONV_3D)
                        .data(1, 4, 6, 6, 8)
                        .weights(216, 3, 3, 3, 8, 8)
                        .weights(9, 8)
                        .output(1, 4, 6, 6, 8)
                        .same()
                        .option("stride_d", 1)
                        .option("dilation_d_factor", 1));
        cases.put(
                "GATHER",
                OneOperator.of(BuiltinOperator.GATHER)
                        .weights(1, 40, 32)
                        .indices(5)
                        .output(5, 32));
        cases.put(
                "DEPTHWISE_CONV_2D",
                OneOperator.of(BuiltinOperator.DEPTHWISE_CONV_2D)
                        .data(1, 8, 8, 128)
                        .weights(9, 1, 3, 3, 128)
                        .weights(9, 128)
                        .output(1, 8, 8, 128)
                        .same()
                        .option("depth_multiplier", 1));
        return cases;
    }
}
