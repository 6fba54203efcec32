package io.lapidary.report.internal.format;

import java.util.Locale;

/** Amounts in words for people, which no line breaks apart; the same on every machine, whatever its language. */
public final class Amounts {
    /** Keeps a number and its unit on one line. */
    public static final char UNIT_SPACE = '\u00A0';

    private Amounts() {}

    /** Three digits and a unit, decimal as file managers and package sizes have it: {@code 40.5 kB}. */
    public static String bytes(double bytes) {
        if (bytes < 1000) {
            return number(bytes, 0) + UNIT_SPACE + "B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return three(value) + UNIT_SPACE + units[unit];
    }

    public static String exactBytes(long bytes) {
        return count(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /** With a separator between thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Microseconds, in the unit that fits: {@code 282 µs}, {@code 1.67 ms}. */
    public static String micros(double micros) {
        if (micros < 999.5) {
            return three(micros) + UNIT_SPACE + "µs";
        }
        return micros < 999_500 ? three(micros / 1e3) + UNIT_SPACE + "ms" : three(micros / 1e6) + UNIT_SPACE + "s";
    }

    public static String seconds(double seconds) {
        if (seconds < 0.9995) {
            return three(seconds * 1e3) + UNIT_SPACE + "ms";
        }
        return seconds < 120 ? three(seconds) + UNIT_SPACE + "s" : number(seconds / 60, 1) + UNIT_SPACE + "min";
    }

    /** A share from 0 to 1 as percent with two decimals. */
    public static String percent(double share) {
        return number(share * 100, 2) + UNIT_SPACE + "%";
    }

    public static String decibels(double value) {
        return Double.isInfinite(value) ? "∞" + UNIT_SPACE + "dB" : number(value, 1) + UNIT_SPACE + "dB";
    }

    /** Three significant digits, so far as they stand behind the point. */
    public static String three(double value) {
        double size = Math.abs(value);
        if (size >= 99.95 || value == 0) {
            return number(value, 0);
        }
        if (size >= 9.995) {
            return number(value, 1);
        }
        if (size >= 0.001) {
            return number(value, size >= 0.9995 ? 2 : 4);
        }
        return String.format(Locale.ROOT, "%.2e", value);
    }

    public static String number(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }
}
