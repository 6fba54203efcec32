package io.lapidary.technique.dynamicrange.internal;

import java.util.OptionalInt;

import io.lapidary.model.Operator;
import io.lapidary.quantization.FloatWeight;

/** Which inputs are weights that may be stored as int8 before a DEQUANTIZE, and along which axis their scales run. */
final class StoredAxis {
    private StoredAxis() {}

    static boolean isWeight(FloatWeight.Use use) {
        return switch (use.operator().type()) {
            case CONV_2D,
                    DEPTHWISE_CONV_2D,
                    FULLY_CONNECTED,
                    TRANSPOSE_CONV,
                    CONV_3D,
                    CONV_3D_TRANSPOSE,
                    BATCH_MATMUL -> use.input() == 1;
            case GATHER -> use.input() == 0;
            default -> false;
        };
    }

    static OptionalInt of(FloatWeight.Use use) {
        Operator operator = use.operator();
        int rank = operator.input(use.input()).orElseThrow().shape().rank();
        return switch (operator.type()) {
            case CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV -> OptionalInt.of(0);
            case DEPTHWISE_CONV_2D -> OptionalInt.of(3);
            // [depth, height, width, in, out]
            case CONV_3D -> OptionalInt.of(4);
            // [depth, height, width, out, in]
            case CONV_3D_TRANSPOSE -> OptionalInt.of(3);
            case GATHER -> rank > 0 ? OptionalInt.of(0) : OptionalInt.empty();
            default -> OptionalInt.empty();
        };
    }
}
