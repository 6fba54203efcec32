package io.lapidary.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** {@code real = scale * (integer - zeroPoint)} in exact arithmetic: every float and double is a finite decimal number. */
final class Exact {
    private Exact() {}

    static BigDecimal of(double value) {
        return new BigDecimal(value);
    }

    static BigDecimal dequantize(long integer, Encoding encoding, int channel) {
        return of(encoding.scales().get(channel))
                .multiply(BigDecimal.valueOf(integer)
                        .subtract(BigDecimal.valueOf(encoding.zeroPoints().get(channel))));
    }

    static long quantize(double real, Encoding encoding, int channel) {
        return quantize(of(real), encoding, channel);
    }

    static long requantize(long integer, Encoding from, int channel, Encoding to, int channelTo) {
        return quantize(dequantize(integer, from, channel), to, channelTo);
    }

    /** To the nearest, halves away from zero, without ever rounding a quotient. */
    static long quantize(BigDecimal real, Encoding encoding, int channel) {
        BigDecimal doubled = real.abs().multiply(BigDecimal.valueOf(2));
        BigDecimal step = of(encoding.scales().get(channel));
        // floor((2 |x| + s) / (2 s)) is |x| / s rounded half up.
        BigInteger steps = doubled.add(step)
                .divideToIntegralValue(step.multiply(BigDecimal.valueOf(2)))
                .setScale(0, RoundingMode.UNNECESSARY)
                .toBigInteger();
        BigInteger rounded = real.signum() < 0 ? steps.negate() : steps;
        return rounded.add(BigInteger.valueOf(encoding.zeroPoints().get(channel)))
                .max(BigInteger.valueOf(Encoding.least(encoding.type())))
                .min(BigInteger.valueOf(Encoding.most(encoding.type())))
                .longValueExact();
    }
}
