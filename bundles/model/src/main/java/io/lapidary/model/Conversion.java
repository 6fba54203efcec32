package io.lapidary.model;

import java.util.Set;

/**
 * The operator that makes one encoding of another: QUANTIZE, which requantizes integers too, or DEQUANTIZE. What kernels take is that
 * of TensorFlow Lite 2.21; versions are those of its op_version.cc.
 */
record Conversion(BuiltinOperator type, int version) {
    /** Types that have a DEQUANTIZE kernel. */
    private static final Set<TensorType> DEQUANTIZED = Set.of(
            TensorType.FLOAT16, TensorType.UINT8, TensorType.INT8, TensorType.INT16, TensorType.INT4, TensorType.INT2);

    /** Types that QUANTIZE makes of float32. */
    private static final Set<TensorType> QUANTIZED =
            Set.of(TensorType.UINT8, TensorType.INT8, TensorType.INT16, TensorType.INT4);

    /** @throws IllegalArgumentException if no kernel makes one of the other */
    static Conversion of(Encoding from, Encoding to) {
        ModelEditor.require(isPossible(from, to), "no kernel makes " + to + " of " + from);
        return to.isReal()
                ? new Conversion(BuiltinOperator.DEQUANTIZE, dequantizeVersion(from))
                : new Conversion(BuiltinOperator.QUANTIZE, quantizeVersion(from, to));
    }

    /** Whether a single operator does it. */
    static boolean isPossible(Encoding from, Encoding to) {
        if (hasForbiddenZeroPoint(from) || hasForbiddenZeroPoint(to)) {
            return false;
        }
        if (to.isReal()) {
            return to.type() == TensorType.FLOAT32
                    && DEQUANTIZED.contains(from.type())
                    && (!from.isPerChannel() || from.type() != TensorType.INT16);
        }
        if (from.isReal()) {
            return from.type() == TensorType.FLOAT32 && QUANTIZED.contains(to.type());
        }
        return !from.isPerChannel() && !to.isPerChannel() && requantizes(from.type(), to.type());
    }

    private static boolean requantizes(TensorType from, TensorType to) {
        return switch (from) {
            case INT8, UINT8 -> to == TensorType.INT8 || to == TensorType.UINT8;
            case INT16 -> to == TensorType.INT8 || to == TensorType.INT16;
            default -> false;
        };
    }

    /** The kernels want int16 to be symmetric. */
    private static boolean hasForbiddenZeroPoint(Encoding encoding) {
        return encoding.type() == TensorType.INT16
                && encoding.zeroPoints().stream().anyMatch(point -> point != 0);
    }

    private static int dequantizeVersion(Encoding from) {
        return switch (from.type()) {
            case INT2 -> 7;
            case INT4 -> 6;
            case INT16, FLOAT16 -> 3;
            case INT8 -> from.isPerChannel() ? 5 : 2;
            default -> 1;
        };
    }

    private static int quantizeVersion(Encoding from, Encoding to) {
        if (from.type() == TensorType.INT4 || to.type() == TensorType.INT4) {
            return 4;
        }
        return to.isPerChannel() ? 3 : to.type() == TensorType.INT16 ? 2 : 1;
    }
}
