package io.lapidary.evaluation.internal.sample;

import java.nio.ByteBuffer;

import io.lapidary.api.tensor.ElementType;

/** Reads elements of a tensor as numbers, whatever their type. Integers above 2^53 lose their last digits. */
@FunctionalInterface
public interface Elements {
    /** The element at an index of a little-endian buffer; the buffer's position is neither used nor moved. */
    double get(ByteBuffer buffer, int index);

    static Elements of(ElementType type) {
        return switch (type) {
            case FLOAT32 -> (buffer, i) -> buffer.getFloat(4 * i);
            case FLOAT64 -> (buffer, i) -> buffer.getDouble(8 * i);
            case FLOAT16 -> (buffer, i) -> half(buffer.getShort(2 * i));
            case BFLOAT16 -> (buffer, i) -> Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
            case INT4 -> (buffer, i) -> nibble(buffer.get(i / 2), i % 2);
            case INT8 -> (buffer, i) -> buffer.get(i);
            case INT16 -> (buffer, i) -> buffer.getShort(2 * i);
            case INT32 -> (buffer, i) -> buffer.getInt(4 * i);
            case INT64 -> (buffer, i) -> buffer.getLong(8 * i);
            case UINT8, BOOL -> (buffer, i) -> buffer.get(i) & 0xFF;
            case UINT16 -> (buffer, i) -> buffer.getShort(2 * i) & 0xFFFF;
            case UINT32 -> (buffer, i) -> buffer.getInt(4 * i) & 0xFFFFFFFFL;
            case UINT64 -> (buffer, i) -> unsigned(buffer.getLong(8 * i));
        };
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double size = switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb((double) (fraction | 0x400), exponent - 25);
        };
        return bits < 0 ? -size : size;
    }

    private static double nibble(byte pair, int half) {
        return half == 0 ? (byte) (pair << 4) >> 4 : pair >> 4;
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1) * 2.0 + (bits & 1);
    }
}
