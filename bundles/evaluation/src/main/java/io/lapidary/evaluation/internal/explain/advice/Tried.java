package io.lapidary.evaluation.internal.explain.advice;

import java.util.Locale;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.evaluation.internal.explain.advice.Judging.Gain;

/**
 * A change that helped, and what it costs.
 *
 * @param addedBytes of the file
 * @param latencyRatio of one invocation to the package's, where it was measured; 1 where that does not tell them apart
 * @param samples it was tried on
 */
record Tried(Change change, Gain gain, long addedBytes, OptionalDouble latencyRatio, long samples) {
    Advice advice() {
        Wish wish = change.wish();
        return new Advice(
                change.kind(),
                change.names(),
                gain.measure(),
                gain.before(),
                gain.after(),
                addedBytes,
                latencyRatio,
                samples,
                wish.parameter(),
                wish.step(),
                text());
    }

    private String text() {
        String gained = gain.isDecibels()
                ? String.format(Locale.ROOT, "SQNR of the outputs %.1f -> %.1f dB", gain.before(), gain.after())
                : String.format(Locale.ROOT, "%s %.4f -> %.4f", gain.measure(), gain.before(), gain.after());
        return String.format(
                Locale.ROOT,
                "%s, %s: %s, %+,d bytes%s, tried on %d samples",
                change.what(),
                change.wish().words(),
                gained,
                addedBytes,
                latency(),
                samples);
    }

    private String latency() {
        if (latencyRatio.isEmpty()) {
            return "";
        }
        double ratio = latencyRatio.getAsDouble();
        return ratio == 1 ? ", latency about the same" : String.format(Locale.ROOT, ", latency x %.2f", ratio);
    }
}
