package io.lapidary.model.annotation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link PackedOutput} wrote. Bytes that end too early are an IllegalArgumentException. */
final class PackedInput {
    private static final int LONGEST = 63;

    private final ByteBuffer bytes;

    PackedInput(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A number that counts something, so from 0 to 2^31 - 1. */
    int number() {
        long value = unsigned();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a number is out of range");
        }
        return (int) value;
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift <= LONGEST; shift += 7) {
            byte next = bytes(1).get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    long[] signed(int count) {
        require(count);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            long value = unsigned();
            values[i] = value >>> 1 ^ -(value & 1);
        }
        return values;
    }

    float[] floats(int count) {
        var source = bytes((long) count * Float.BYTES);
        float[] values = new float[count];
        source.asFloatBuffer().get(values);
        return values;
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes(number())).toString();
    }

    byte[] rest() {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    ByteBuffer bytes(long count) {
        require(count);
        var part = bytes.slice(bytes.position(), (int) count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) count);
        return part;
    }

    private void require(long count) {
        if (count > bytes.remaining()) {
            throw new IllegalArgumentException("it ends after " + bytes.limit() + " bytes, too early");
        }
    }
}
