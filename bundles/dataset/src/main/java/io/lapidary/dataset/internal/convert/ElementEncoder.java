package io.lapidary.dataset.internal.convert;

import java.nio.ByteBuffer;

import io.lapidary.api.tensor.ElementType;

/** Writes numbers as elements of a type, rounded to the nearest, ties to even, and checked against its range. */
final class ElementEncoder {
    /** Beyond, float64 does not hold every integer. */
    private static final double EXACT = 0x1p53;

    private final ElementType type;
    private final double least;
    private final double most;

    ElementEncoder(ElementType type) {
        this.type = type;
        int bits = type.bits();
        switch (type) {
            case INT8, INT16, INT32 -> {
                least = -Math.scalb(1.0, bits - 1);
                most = -least - 1;
            }
            case UINT8, UINT16, UINT32 -> {
                least = 0;
                most = Math.scalb(1.0, bits) - 1;
            }
            case INT64 -> {
                least = -EXACT;
                most = EXACT;
            }
            case UINT64 -> {
                least = 0;
                most = EXACT;
            }
            case BOOL -> {
                least = 0;
                most = 1;
            }
            case FLOAT32 -> {
                least = -Float.MAX_VALUE;
                most = Float.MAX_VALUE;
            }
            case FLOAT16, FLOAT64, BFLOAT16, INT4 ->
                throw new IllegalArgumentException("samples are never written as " + type);
            default -> throw new IllegalArgumentException(type.toString());
        }
    }

    /** Appends {@code n} values. */
    void encode(double[] values, int n, ByteBuffer out) throws BadValue {
        if (type == ElementType.FLOAT32) {
            for (int i = 0; i < n; i++) {
                float value = (float) values[i];
                if (!Float.isFinite(value)) {
                    throw new BadValue(
                            values[i],
                            Double.isFinite(values[i]) ? "is beyond float32" : "is not a number that a model can take");
                }
                out.putFloat(value);
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            double value = Math.rint(values[i]);
            if (!(value >= least && value <= most)) {
                throw new BadValue(
                        values[i], "is not from " + (long) least + " to " + (long) most + ", as " + type + " is");
            }
            put((long) value, out);
        }
    }

    private void put(long value, ByteBuffer out) {
        switch (type.bits()) {
            case Byte.SIZE -> out.put((byte) value);
            case Short.SIZE -> out.putShort((short) value);
            case Integer.SIZE -> out.putInt((int) value);
            default -> out.putLong(value);
        }
    }
}
