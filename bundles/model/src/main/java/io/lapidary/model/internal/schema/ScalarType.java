package io.lapidary.model.internal.schema;

import java.nio.ByteBuffer;

/** A FlatBuffers scalar. Values travel as raw 64-bit patterns, so that nothing is lost on the way. */
public enum ScalarType {
    BOOL(1),
    BYTE(1),
    UBYTE(1),
    SHORT(2),
    USHORT(2),
    INT(4),
    UINT(4),
    LONG(8),
    ULONG(8),
    FLOAT(4),
    DOUBLE(8);

    private final int size;

    ScalarType(int size) {
        this.size = size;
    }

    /** Bytes of one value. */
    public int size() {
        return size;
    }

    /** The value at {@code at}: sign- or zero-extended for integers, the bit pattern for floating point. */
    public long read(ByteBuffer bytes, int at) {
        return switch (this) {
            case BOOL, UBYTE -> bytes.get(at) & 0xFFL;
            case BYTE -> bytes.get(at);
            case SHORT -> bytes.getShort(at);
            case USHORT -> bytes.getShort(at) & 0xFFFFL;
            case INT -> bytes.getInt(at);
            case UINT, FLOAT -> bytes.getInt(at) & 0xFFFFFFFFL;
            case LONG, ULONG, DOUBLE -> bytes.getLong(at);
        };
    }

    /** Puts the low {@link #size()} bytes of the pattern at {@code at}. */
    public void write(ByteBuffer bytes, int at, long bits) {
        switch (size) {
            case 1 -> bytes.put(at, (byte) bits);
            case 2 -> bytes.putShort(at, (short) bits);
            case 4 -> bytes.putInt(at, (int) bits);
            default -> bytes.putLong(at, bits);
        }
    }
}
