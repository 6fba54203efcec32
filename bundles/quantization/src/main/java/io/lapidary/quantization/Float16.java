package io.lapidary.quantization;

/** IEEE 754 binary16, by bits. */
public final class Float16 {
    /** The largest finite value. */
    public static final float MAX = 65504f;

    private static final int FLOAT_BIAS = 127;
    private static final int HALF_BIAS = 15;
    private static final int SHIFT = 23 - 10;
    private static final int REBIAS = FLOAT_BIAS - HALF_BIAS << 23;
    private static final int ROUND_DOWN = (1 << SHIFT - 1) - 1;
    /** 2^-14, as a float's bits. */
    private static final int LEAST_NORMAL = REBIAS + (1 << 23);
    /** 65520, half a step beyond the largest. */
    private static final int LEAST_INFINITE = 0x477ff000;

    private static final int INFINITE = 0x7f800000;

    private Float16() {}

    /** Rounds to the nearest, ties to even; beyond {@link #MAX} by half a step or more becomes infinite; NaN stays NaN. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude >= LEAST_NORMAL && magnitude < LEAST_INFINITE) {
            // Rounding may carry into the exponent, which is just what is wanted.
            int even = magnitude >>> SHIFT & 1;
            return (short) (sign | magnitude - REBIAS + ROUND_DOWN + even >>> SHIFT);
        }
        if (magnitude < LEAST_NORMAL) {
            // A float of one half has float16's subnormal step, so that the addition rounds as wanted.
            int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f);
            return (short) (sign | rounded - Float.floatToRawIntBits(0.5f));
        }
        boolean number = magnitude <= INFINITE;
        // A NaN keeps its upper bits, and stays one where those are zero.
        return (short) (sign | 0x7c00 | (number ? 0 : magnitude >>> SHIFT & 0x3ff | 0x200));
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
