package io.lapidary.technique.int8.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import io.lapidary.model.Encoding;

/**
 * The multiplier of the integer kernels in exact arithmetic (Jacob et al. 2018, section 2.2): a ratio of scales is {@code M * 2^(e - 31)}
 * with M of 31 bits; the product is rounded once to integers of {@code 2^e} and once more to
 * integers.
 */
final class FixedPoint {
    private static final int BITS = 31;

    private FixedPoint() {}

    static long requantize(long integer, Encoding from, Encoding to) {
        double ratio = (double) from.scales().get(0) / to.scales().get(0);
        int exponent = Math.getExponent(ratio) + 1;
        long multiplier = Math.round(Math.scalb(ratio, BITS - exponent));
        if (multiplier == 1L << BITS) {
            multiplier >>= 1;
            exponent++;
        }
        BigInteger steps =
                BigInteger.valueOf(integer - from.zeroPoints().get(0)).shiftLeft(Math.max(0, exponent));
        BigInteger product = halve(steps.multiply(BigInteger.valueOf(multiplier)), BITS);
        BigInteger rounded = halve(product, Math.max(0, -exponent));
        return to.quantize(rounded.doubleValue() * to.scales().get(0), 0);
    }

    private static BigInteger halve(BigInteger value, int times) {
        return new BigDecimal(value)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(times)))
                .setScale(0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
    }
}
