package io.lapidary.quantization;

/** IEEE 754 binary16, by bits. */
public final class Float16 {
    /** The largest finite value. */
    public static final float MAX = 65504f;

    private static final int FLOAT_BIAS = 127;
    private static final int HALF_BIAS = 15;
    private static final int SHIFT = 23 - 10;

    private Float16() {}

    /** Rounds to the nearest, ties to even; beyond {@link #MAX} by half a step or more becomes infinite; NaN stays NaN. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int exponent = bits >>> 23 & 0xff;
        int mantissa = bits & 0x7fffff;
        if (exponent == 0xff) {
            // A NaN keeps its upper bits, and stays one where those are zero.
            int payload = mantissa == 0 ? 0 : mantissa >>> SHIFT | 0x200;
            return (short) (sign | 0x7c00 | payload);
        }
        int half = exponent - FLOAT_BIAS + HALF_BIAS;
        if (half >= 0x1f) {
            return (short) (sign | 0x7c00);
        }
        if (half <= 0) {
            return (short) (sign | subnormal(mantissa | 0x800000, 1 - half));
        }
        // Rounding may carry into the exponent, which is just what is wanted, up to infinity.
        return (short) (sign | roundedShift(half << 23 | mantissa, SHIFT));
    }

    private static int subnormal(int mantissa, int below) {
        int shift = SHIFT + below;
        return shift > 24 ? 0 : roundedShift(mantissa, shift);
    }

    private static int roundedShift(int value, int shift) {
        int kept = value >>> shift;
        int rest = value & (1 << shift) - 1;
        int half = 1 << shift - 1;
        return rest > half || (rest == half && (kept & 1) == 1) ? kept + 1 : kept;
    }

    /** Exact. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << SHIFT);
        }
        return Float.intBitsToFloat(sign | exponent - HALF_BIAS + FLOAT_BIAS << 23 | mantissa << SHIFT);
    }
}
