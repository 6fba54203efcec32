package io.lapidary.engine.litert.child.number;

import java.nio.ByteBuffer;

import io.lapidary.api.tensor.ElementType;

/** Single elements of any numeric type in a little-endian buffer. */
public final class Elements {
    private Elements() {}

    public static double get(ByteBuffer data, ElementType type, int i) {
        return switch (type) {
            case FLOAT32 -> data.getFloat(4 * i);
            case FLOAT64 -> data.getDouble(8 * i);
            case FLOAT16 -> Half.toFloat(data.getShort(2 * i));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(2 * i) << 16);
            case INT4 -> (data.get(i >> 1) << ((i & 1) == 0 ? 28 : 24)) >> 28;
            case INT8 -> data.get(i);
            case UINT8 -> data.get(i) & 0xff;
            case BOOL -> data.get(i) == 0 ? 0 : 1;
            case INT16 -> data.getShort(2 * i);
            case UINT16 -> data.getShort(2 * i) & 0xffff;
            case INT32 -> data.getInt(4 * i);
            case UINT32 -> data.getInt(4 * i) & 0xffffffffL;
            case INT64 -> data.getLong(8 * i);
            case UINT64 -> unsigned(data.getLong(8 * i));
        };
    }

    /** Writes a value, rounded half to even and held within an integer type's range. INT4 is packed two to a byte. */
    public static void put(ByteBuffer data, ElementType type, int i, double value) {
        switch (type) {
            case FLOAT32 -> data.putFloat(4 * i, (float) value);
            case FLOAT64 -> data.putDouble(8 * i, value);
            case FLOAT16 -> data.putShort(2 * i, Half.fromFloat((float) value));
            case BFLOAT16 -> data.putShort(2 * i, bfloat16((float) value));
            case INT4 -> {
                int nibble = (int) clamp(value, -8, 7) & 0xf;
                int both = data.get(i >> 1);
                data.put(i >> 1, (byte) ((i & 1) == 0 ? both & 0xf0 | nibble : both & 0x0f | nibble << 4));
            }
            case INT8 -> data.put(i, (byte) clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> data.put(i, (byte) clamp(value, 0, 0xff));
            case BOOL -> data.put(i, (byte) (value == 0 ? 0 : 1));
            case INT16 -> data.putShort(2 * i, (short) clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> data.putShort(2 * i, (short) clamp(value, 0, 0xffff));
            case INT32 -> data.putInt(4 * i, (int) clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> data.putInt(4 * i, (int) (long) clamp(value, 0, 0xffffffffL));
            case INT64 -> data.putLong(8 * i, (long) Math.rint(value));
            case UINT64 ->
                data.putLong(
                        8 * i,
                        value >= 0x1p63
                                ? (long) (value - 0x1p63) ^ Long.MIN_VALUE
                                : (long) Math.max(0, Math.rint(value)));
        }
    }

    private static double clamp(double value, double least, double largest) {
        return Math.max(least, Math.min(largest, Math.rint(value)));
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits & Long.MAX_VALUE) + 0x1p63;
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
