package io.lapidary.model;

/** The element types of TensorFlow Lite 2.21, by the format's names and numbers. */
public enum TensorType {
    FLOAT32(0, 32, Kind.FLOATING),
    FLOAT16(1, 16, Kind.FLOATING),
    INT32(2, 32, Kind.INTEGER),
    UINT8(3, 8, Kind.INTEGER),
    INT64(4, 64, Kind.INTEGER),
    STRING(5, 0, Kind.OTHER),
    BOOL(6, 8, Kind.OTHER),
    INT16(7, 16, Kind.INTEGER),
    COMPLEX64(8, 64, Kind.OTHER),
    INT8(9, 8, Kind.INTEGER),
    FLOAT64(10, 64, Kind.FLOATING),
    COMPLEX128(11, 128, Kind.OTHER),
    UINT64(12, 64, Kind.INTEGER),
    RESOURCE(13, 0, Kind.OTHER),
    VARIANT(14, 0, Kind.OTHER),
    UINT32(15, 32, Kind.INTEGER),
    UINT16(16, 16, Kind.INTEGER),
    INT4(17, 4, Kind.INTEGER),
    BFLOAT16(18, 16, Kind.FLOATING),
    INT2(19, 2, Kind.INTEGER),
    UINT4(20, 4, Kind.INTEGER),
    FLOAT8_E4M3FN(21, 8, Kind.FLOATING),
    FLOAT8_E5M2(22, 8, Kind.FLOATING),
    /** A type of a newer format; a model that holds one can be inspected but not edited. */
    UNKNOWN(-1, 0, Kind.OTHER);

    private enum Kind {
        FLOATING,
        INTEGER,
        OTHER
    }

    private final int code;
    private final int bits;
    private final Kind kind;

    TensorType(int code, int bits, Kind kind) {
        this.code = code;
        this.bits = bits;
        this.kind = kind;
    }

    /** The number in the file; -1 for {@link #UNKNOWN}. */
    public int code() {
        return code;
    }

    /** The type with this number, {@link #UNKNOWN} if there is none. */
    public static TensorType of(int code) {
        for (TensorType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** Bits of one element; 0 where elements have no fixed size (strings, handles). */
    public int bits() {
        return bits;
    }

    /** Whether a buffer's size follows from the shape. */
    public boolean hasFixedSize() {
        return bits > 0;
    }

    /** Bytes of so many elements, packed without gaps; types below 8 bits fill the last byte up. 0 without a fixed size. */
    public long bytes(long elements) {
        return bits >= 8
                ? Math.multiplyExact(elements, (long) (bits / 8))
                : (Math.multiplyExact(elements, (long) bits) + 7) / 8;
    }

    /** FLOAT16, BFLOAT16, FLOAT32, FLOAT64 and the 8-bit floating types. */
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }

    /** Every signed or unsigned integer type; not BOOL. */
    public boolean isInteger() {
        return kind == Kind.INTEGER;
    }
}
