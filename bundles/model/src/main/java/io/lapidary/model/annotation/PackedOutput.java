package io.lapidary.model.annotation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes numbers in as few bytes as they need. */
final class PackedOutput {
    private static final int CONTINUES = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | CONTINUES);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void floats(float[] values) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        bytes(bytes.array());
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes(utf8);
    }

    void bytes(byte[] bytes) {
        out.writeBytes(bytes);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
