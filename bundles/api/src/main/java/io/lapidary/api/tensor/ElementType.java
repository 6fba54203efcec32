package io.lapidary.api.tensor;

/** The type of a tensor's elements. Multi-byte elements are little-endian wherever they are written. */
public enum ElementType {
    FLOAT32(32),
    FLOAT16(16),
    FLOAT64(64),
    BFLOAT16(16),
    INT4(4),
    INT8(8),
    INT16(16),
    INT32(32),
    INT64(64),
    UINT8(8),
    UINT16(16),
    UINT32(32),
    UINT64(64),
    BOOL(8);

    private final int bits;

    ElementType(int bits) {
        this.bits = bits;
    }

    /** The width of an element; INT4 packs two to a byte, the first in the low half. */
    public int bits() {
        return bits;
    }

    public boolean isFloat() {
        return switch (this) {
            case FLOAT32, FLOAT16, FLOAT64, BFLOAT16 -> true;
            case INT4, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL -> false;
        };
    }

    /** The bytes that {@code count} elements take, the last byte filled up. */
    public long bytes(long count) {
        return (Math.multiplyExact(count, (long) bits) + 7) / 8;
    }
}
