package io.lapidary.quantization;

import java.util.OptionalInt;
import java.util.Set;

import io.lapidary.model.Operator;
import io.lapidary.model.Shape;

/** Which inputs of operators are weights, and along which axis their channels lie. */
public final class WeightAxis {
    private static final Set<Integer> LSTM = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 16);
    private static final Set<Integer> RNN = Set.of(1, 2);
    private static final Set<Integer> BIDIRECTIONAL_RNN = Set.of(1, 2, 5, 6, 10, 11);
    /** The second direction's weights lie this far behind the first's. */
    private static final int SECOND_LSTM = 17;

    private WeightAxis() {}

    /** Whether that input is a matrix or filter of weights, of rank 2 or more. */
    public static boolean isWeight(FloatWeight.Use use) {
        int input = use.input();
        boolean weight = switch (use.operator().type()) {
            case CONV_2D,
                    DEPTHWISE_CONV_2D,
                    FULLY_CONNECTED,
                    TRANSPOSE_CONV,
                    CONV_3D,
                    CONV_3D_TRANSPOSE,
                    BATCH_MATMUL,
                    EMBEDDING_LOOKUP -> input == 1;
            case GATHER -> input == 0;
            case LSTM, UNIDIRECTIONAL_SEQUENCE_LSTM -> LSTM.contains(input);
            case BIDIRECTIONAL_SEQUENCE_LSTM -> LSTM.contains(input) || LSTM.contains(input - SECOND_LSTM);
            case RNN, UNIDIRECTIONAL_SEQUENCE_RNN, SVDF -> RNN.contains(input);
            case BIDIRECTIONAL_SEQUENCE_RNN -> BIDIRECTIONAL_RNN.contains(input);
            default -> false;
        };
        return weight && shape(use).rank() > 1;
    }

    /** The axis of what the operator makes one output of; empty where it is not known. */
    public static OptionalInt of(FloatWeight.Use use) {
        Operator operator = use.operator();
        int rank = shape(use).rank();
        return switch (operator.type()) {
            case DEPTHWISE_CONV_2D -> OptionalInt.of(3);
            // [depth, height, width, in, out]
            case CONV_3D -> OptionalInt.of(4);
            // [depth, height, width, out, in]
            case CONV_3D_TRANSPOSE -> OptionalInt.of(3);
            case BATCH_MATMUL -> OptionalInt.of(operator.options().booleanValue("adj_y") ? rank - 2 : rank - 1);
            default -> isWeight(use) ? OptionalInt.of(0) : OptionalInt.empty();
        };
    }

    private static Shape shape(FloatWeight.Use use) {
        return use.operator().input(use.input()).orElseThrow().shape();
    }
}
