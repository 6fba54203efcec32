package io.lapidary.quantization.integer.rewriting;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.lapidary.model.BufferContent;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** The integers of a bias, of 32 or 64 bits. */
final class BiasIntegers {
    private final long[] values;
    private final boolean wide;

    private BiasIntegers(long[] values, boolean wide) {
        this.values = values;
        this.wide = wide;
    }

    /** @param bias a constant of type int32 or int64 */
    static BiasIntegers of(Tensor bias) {
        boolean wide = bias.type() == TensorType.INT64;
        ByteBuffer data = bias.data().order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[data.remaining() / (wide ? Long.BYTES : Integer.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = wide ? data.getLong(i * Long.BYTES) : data.getInt(i * Integer.BYTES);
        }
        return new BiasIntegers(values, wide);
    }

    int count() {
        return values.length;
    }

    /** @return whether the integer is another than before; it stays where the difference does not fit */
    boolean subtract(int index, long steps) {
        long limit = wide ? Long.MAX_VALUE / 2 : Integer.MAX_VALUE;
        boolean fits = Math.abs(steps) <= limit && Math.abs(values[index] - steps) <= limit;
        if (fits) {
            values[index] -= steps;
        }
        return fits && steps != 0;
    }

    BufferContent content() {
        var bytes = ByteBuffer.allocate(values.length * (wide ? Long.BYTES : Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            if (wide) {
                bytes.putLong(value);
            } else {
                bytes.putInt((int) value);
            }
        }
        return BufferContent.of(bytes.flip());
    }
}
