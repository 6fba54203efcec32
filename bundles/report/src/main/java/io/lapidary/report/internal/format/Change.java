package io.lapidary.report.internal.format;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.ModelMeasurement;

/**
 * From before to after.
 *
 * @param text as in {@code −59.2 %}
 * @param tone whether that is good
 */
public record Change(String text, Tone tone) {
    /** How a change is to be taken; the class name of its style, in lower case. */
    public enum Tone {
        GOOD,
        BAD,
        EVEN
    }

    private static final double NOTHING = 5e-4;
    private static final Change EQUAL = new Change("about the same", Tone.EVEN);
    /** From here on a growth is told as a multiple. */
    private static final double MANY = 3;

    /** Of an amount of which less is better: bytes, time, memory. */
    public static Change ofCost(double before, double after) {
        if (before == 0) {
            return new Change(after == 0 ? "no change" : "from nothing", after == 0 ? Tone.EVEN : Tone.BAD);
        }
        double change = after / before - 1;
        if (Math.abs(change) < NOTHING) {
            return new Change("no change", Tone.EVEN);
        }
        if (change >= MANY - 1) {
            return new Change("×" + Amounts.UNIT_SPACE + Amounts.three(after / before), Tone.BAD);
        }
        return new Change(signed(change * 100, 1) + Amounts.UNIT_SPACE + "%", change < 0 ? Tone.GOOD : Tone.BAD);
    }

    /** Of models that ran in turn, as far as the measurement tells them apart. */
    public static Change ofLatency(Quantiles before, Quantiles after) {
        return after.differsFrom(before) ? ofCost(1, after.times(before)) : EQUAL;
    }

    /** Of what models took while they ran, as far as it is theirs and not the interpreter's own. */
    public static Change ofMemory(long before, long after) {
        return Math.abs(after - before) < ModelMeasurement.INTERPRETER_BYTES ? EQUAL : ofCost(before, after);
    }

    /** Of a share from 0 to 1 of which more is better, in points of a percent. */
    public static Change ofShare(double before, double after) {
        double points = (after - before) * 100;
        if (Math.abs(points) < 0.005) {
            return new Change("no change", Tone.EVEN);
        }
        return new Change(signed(points, 2) + Amounts.UNIT_SPACE + "points", points > 0 ? Tone.GOOD : Tone.BAD);
    }

    /** Of a number of which nothing is known. */
    public static Change ofNumber(double before, double after) {
        return before == after
                ? new Change("no change", Tone.EVEN)
                : new Change((after > before ? "+" : "−") + Amounts.three(Math.abs(after - before)), Tone.EVEN);
    }

    /** How many times smaller or larger, as in {@code 2.5 × smaller}; empty near 1. */
    public static String times(double before, double after, String less, String more) {
        if (before <= 0 || after <= 0 || Math.abs(after / before - 1) < 0.02) {
            return "";
        }
        double ratio = Math.max(before, after) / Math.min(before, after);
        return Amounts.number(ratio, ratio < 10 ? 2 : 1) + Amounts.UNIT_SPACE + "×" + Amounts.UNIT_SPACE
                + (after < before ? less : more);
    }

    private static String signed(double value, int decimals) {
        return (value < 0 ? "−" : "+") + Amounts.number(Math.abs(value), decimals);
    }
}
