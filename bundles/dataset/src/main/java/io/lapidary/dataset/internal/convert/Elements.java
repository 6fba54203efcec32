package io.lapidary.dataset.internal.convert;

import java.nio.ByteBuffer;

import io.lapidary.api.tensor.ElementType;

/** Elements of any type as numbers. Buffers are little-endian; indices count elements. */
final class Elements {
    private static final int BYTE_MASK = 0xff;
    private static final int SHORT_MASK = 0xffff;

    private Elements() {}

    /** One element as float64; int64 and uint64 beyond 2^53 are rounded. */
    static double number(ByteBuffer in, ElementType type, int index) {
        return switch (type) {
            case FLOAT32 -> in.getFloat(index * Float.BYTES);
            case FLOAT64 -> in.getDouble(index * Double.BYTES);
            case FLOAT16 -> half(in.getShort(index * Short.BYTES));
            case BFLOAT16 -> Float.intBitsToFloat(in.getShort(index * Short.BYTES) << Short.SIZE);
            case UINT64 -> unsigned(in.getLong(index * Long.BYTES));
            case INT4, INT8, UINT8, BOOL, INT16, UINT16, INT32, UINT32, INT64 -> integer(in, type, index);
        };
    }

    /** One element of an integer type; uint64 from 2^63 on comes out negative. */
    static long integer(ByteBuffer in, ElementType type, int index) {
        return switch (type) {
            case INT8 -> in.get(index);
            case UINT8 -> in.get(index) & BYTE_MASK;
            case BOOL -> in.get(index) == 0 ? 0 : 1;
            case INT16 -> in.getShort(index * Short.BYTES);
            case UINT16 -> in.getShort(index * Short.BYTES) & SHORT_MASK;
            case INT32 -> in.getInt(index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(in.getInt(index * Integer.BYTES));
            case INT64, UINT64 -> in.getLong(index * Long.BYTES);
            case INT4, FLOAT16, FLOAT32, FLOAT64, BFLOAT16 -> throw new IllegalArgumentException(type.toString());
        };
    }

    /** Reads {@code n} neighbours from {@code from} on. */
    static void numbers(ByteBuffer in, ElementType type, int from, double[] target, int n) {
        switch (type) {
            // The common ones have loops of their own, which the compiler makes fast.
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    target[i] = in.getFloat((from + i) * Float.BYTES);
                }
            }
            case UINT8 -> {
                for (int i = 0; i < n; i++) {
                    target[i] = in.get(from + i) & BYTE_MASK;
                }
            }
            case INT8 -> {
                for (int i = 0; i < n; i++) {
                    target[i] = in.get(from + i);
                }
            }
            case FLOAT16, FLOAT64, BFLOAT16, INT4, INT16, INT32, INT64, UINT16, UINT32, UINT64, BOOL -> {
                for (int i = 0; i < n; i++) {
                    target[i] = number(in, type, from + i);
                }
            }
        }
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
    static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
