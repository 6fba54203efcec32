package com.example.roundweights;

/**
 * Rounds IEEE 754 binary32 numbers to fewer bits of mantissa, to the nearest, ties to even: the rounding of IEEE 754 itself, and of
 * bfloat16 (7 bits) and TensorFloat-32 (10 bits).
 */
final class Mantissa {
    /** Bits that a binary32 number stores of its mantissa. */
    static final int STORED_BITS = 23;

    private final int dropped;

    /** @param kept bits of the mantissa, 0 to 22 */
    Mantissa(int kept) {
        this.dropped = STORED_BITS - kept;
    }

    /**
     * The nearest number with that many bits. Relative error of a normal number: at most 2^-(kept + 1). A number that would
     * round to infinity is cut instead; infinities and NaN stay as they are.
     */
    float round(float value) {
        if (!Float.isFinite(value)) {
            return value;
        }
        int bits = Float.floatToRawIntBits(value);
        int mask = -1 << dropped;
        int odd = bits >>> dropped & 1;
        // A carry out of the mantissa goes into the exponent, which is right: the next number up is a power of two.
        float rounded = Float.intBitsToFloat(bits + (1 << dropped - 1) - 1 + odd & mask);
        return Float.isFinite(rounded) ? rounded : Float.intBitsToFloat(bits & mask);
    }
}
