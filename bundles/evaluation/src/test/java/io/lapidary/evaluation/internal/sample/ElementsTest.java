package io.lapidary.evaluation.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import io.lapidary.api.tensor.ElementType;

class ElementsTest {
    @Test
    void readsEveryType() {
        assertThat(read(ElementType.FLOAT32, 1, bytes(8).putFloat(4, 1.5f))).isEqualTo(1.5);
        assertThat(read(ElementType.FLOAT64, 1, bytes(16).putDouble(8, -2.25))).isEqualTo(-2.25);
        assertThat(read(ElementType.INT8, 1, bytes(2).put(1, (byte) 0x80))).isEqualTo(-128);
        assertThat(read(ElementType.UINT8, 1, bytes(2).put(1, (byte) 0x80))).isEqualTo(128);
        assertThat(read(ElementType.INT16, 1, bytes(4).putShort(2, (short) 0xFFFE)))
                .isEqualTo(-2);
        assertThat(read(ElementType.UINT16, 1, bytes(4).putShort(2, (short) 0xFFFE)))
                .isEqualTo(65534);
        assertThat(read(ElementType.INT32, 1, bytes(8).putInt(4, -7))).isEqualTo(-7);
        assertThat(read(ElementType.UINT32, 1, bytes(8).putInt(4, -1))).isEqualTo(4294967295.0);
        assertThat(read(ElementType.INT64, 1, bytes(16).putLong(8, -9))).isEqualTo(-9);
        assertThat(read(ElementType.UINT64, 1, bytes(16).putLong(8, Long.MIN_VALUE)))
                .isEqualTo(0x1p63);
        assertThat(read(ElementType.BOOL, 1, bytes(2).put(1, (byte) 1))).isEqualTo(1);
        assertThat(read(ElementType.BFLOAT16, 1, bytes(4).putShort(2, (short) 0xBF80)))
                .isEqualTo(-1);
    }

    @Test
    void halves() {
        assertThat(half(0x3C00)).isEqualTo(1);
        assertThat(half(0xC000)).isEqualTo(-2);
        assertThat(half(0x7BFF)).isEqualTo(65504);
        assertThat(half(0x0001)).isEqualTo(0x1p-24);
        assertThat(half(0x0400)).isEqualTo(0x1p-14);
        assertThat(half(0x7C00)).isInfinite();
        assertThat(half(0x7C01)).isNaN();
    }

    @Test
    void nibblesAreSignedAndLowFirst() {
        var pair = bytes(1).put(0, (byte) 0x7F);
        assertThat(read(ElementType.INT4, 0, pair)).isEqualTo(-1);
        assertThat(read(ElementType.INT4, 1, pair)).isEqualTo(7);
    }

    private static double half(int bits) {
        return read(ElementType.FLOAT16, 0, bytes(2).putShort(0, (short) bits));
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double read(ElementType type, int index, ByteBuffer buffer) {
        return Elements.of(type).get(buffer, index);
    }
}
