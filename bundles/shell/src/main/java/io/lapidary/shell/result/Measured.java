package io.lapidary.shell.result;

import static io.lapidary.api.evaluation.ModelMeasurement.INTERPRETER_BYTES;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.shell.view.Amounts;

/** Changes of what was measured, told only as far as the measurement can tell them. */
public final class Measured {
    private static final String EQUAL = "about the same";

    private Measured() {}

    /** Of models that ran in turn. */
    public static String latency(Quantiles before, Quantiles after) {
        return after.differsFrom(before) ? Amounts.change(1, after.times(before)) : EQUAL;
    }

    /** What a model took while it ran; of little, no figure: most of that is the interpreter's own. */
    static String memory(long bytes) {
        return bytes < INTERPRETER_BYTES ? "< " + Amounts.bytes(INTERPRETER_BYTES) : Amounts.bytes(bytes);
    }

    static String memory(long before, long after) {
        return Math.abs(after - before) < INTERPRETER_BYTES ? EQUAL : Amounts.change(before, after);
    }
}
