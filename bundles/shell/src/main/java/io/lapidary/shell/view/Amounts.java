package io.lapidary.shell.view;

import java.util.Locale;

/** Amounts in words; the same on every machine, whatever its language, and in ASCII. */
public final class Amounts {
    private static final double LARGE_FACTOR = 2;

    private Amounts() {}

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    public static String bytes(double bytes) {
        if (bytes < 1000) {
            return String.format(Locale.ROOT, "%.0f B", bytes);
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes / 1000;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return three(value) + " " + units[unit];
    }

    public static String micros(double micros) {
        if (micros < 999.5) {
            return three(micros) + " us";
        }
        return micros < 999_500 ? three(micros / 1e3) + " ms" : three(micros / 1e6) + " s";
    }

    /** A time that was measured. */
    public static String seconds(double seconds) {
        if (seconds < 0.9995) {
            return three(seconds * 1e3) + " ms";
        }
        return seconds < 120 ? three(seconds) + " s" : duration(seconds);
    }

    /** A time that passes or is left, to the second. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 7200
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A share from 0 to 1 as percent with two decimals. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    public static String decibels(double value) {
        return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, "%.1f dB", value);
    }

    /** How much more or less: in percent, or as a factor from twice on. */
    public static String change(double before, double after) {
        if (before == 0) {
            return after == 0 ? "same" : "";
        }
        double change = (after / before - 1) * 100;
        if (after / before >= LARGE_FACTOR) {
            return three(after / before) + " times";
        }
        return Math.abs(change) < 0.05 ? "same" : String.format(Locale.ROOT, "%+.1f %%", change);
    }

    /** From one share to another, in points of a percent. */
    public static String points(double before, double after) {
        double points = (after - before) * 100;
        return Math.abs(points) < 0.005 ? "same" : String.format(Locale.ROOT, "%+.2f pt", points);
    }

    /** Three significant digits, so far as they stand behind the point. */
    public static String three(double value) {
        double size = Math.abs(value);
        if (size >= 99.95 || value == 0) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.4f", value);
    }
}
