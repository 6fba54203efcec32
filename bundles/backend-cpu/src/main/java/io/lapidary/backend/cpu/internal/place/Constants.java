package io.lapidary.backend.cpu.internal.place;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** What is known of tensors before anything runs. */
final class Constants {
    private Constants() {}

    /** Whether a tensor's values are in the file, be it as float16, 8-bit or sparse values that are unpacked once. */
    static boolean isKnown(Tensor tensor) {
        return tensor.isConstant() || unpacks(tensor).isPresent();
    }

    /** The operator that unpacks a constant to this tensor. */
    static Optional<Operator> unpacks(Tensor tensor) {
        return tensor.producer().filter(Constants::isUnpacking);
    }

    /** Whether an operator does nothing but unpack a constant; XNNPACK has no unpacking of less than 8 bits. */
    static boolean isUnpacking(Operator operator) {
        boolean unpacks = operator.type() == BuiltinOperator.DEQUANTIZE || operator.type() == BuiltinOperator.DENSIFY;
        return unpacks
                && operator.input(0)
                        .filter(Constants::isKnown)
                        .filter(packed -> packed.type().bits() >= Byte.SIZE)
                        .isPresent();
    }

    /** What a tensor that is no constant is instead. */
    static String origin(Tensor tensor) {
        return tensor.producer()
                .filter(operator -> operator.type() == BuiltinOperator.DEQUANTIZE)
                .flatMap(operator -> operator.input(0))
                .filter(Tensor::isConstant)
                .map(packed -> "unpacked from " + packed.type().name().toLowerCase(Locale.ROOT))
                .orElse("computed");
    }

    /** Constant integers of an input; empty where it is missing or computed. */
    static Optional<long[]> integers(Operator operator, int position) {
        return operator.input(position)
                .filter(Tensor::isConstant)
                .filter(t -> t.type() == TensorType.INT32 || t.type() == TensorType.INT64)
                .map(Constants::integers);
    }

    private static long[] integers(Tensor tensor) {
        ByteBuffer data = tensor.data();
        boolean wide = tensor.type() == TensorType.INT64;
        long[] values = new long[data.remaining() / (wide ? 8 : 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = wide ? data.getLong(8 * i) : data.getInt(4 * i);
        }
        return values;
    }
}
