package io.lapidary.engine.litert.child.number;

/** IEEE 754 binary16: sign, 5 bits of exponent biased by 15, 10 of fraction. */
final class Half {
    private static final float[] VALUES = new float[1 << 16];

    static {
        for (int bits = 0; bits < VALUES.length; bits++) {
            VALUES[bits] = decode(bits);
        }
    }

    private Half() {}

    static float toFloat(short half) {
        return VALUES[half & 0xffff];
    }

    private static float decode(int bits) {
        float sign = (bits & 0x8000) == 0 ? 1 : -1;
        int exponent = bits >>> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return sign * (exponent == 0 ? Math.scalb((float) fraction, -24) : Math.scalb(fraction + 1024f, exponent - 25));
    }

    /** Rounds half to even; beyond the range becomes infinite. */
    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            // Subnormal: in steps of 2^-24; rounding up to 1024 steps gives the least normal number by itself.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int magnitudeBits = Float.floatToRawIntBits(magnitude);
        int rounded = magnitudeBits + 0xfff + (magnitudeBits >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }
}
