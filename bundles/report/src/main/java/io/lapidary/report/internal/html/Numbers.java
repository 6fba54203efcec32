package io.lapidary.report.internal.html;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers in attributes: short, the same on every machine. */
final class Numbers {
    private Numbers() {}

    /** At most two decimals, never an exponent, never a negative zero. */
    static String plain(double value) {
        var rounded =
                BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
