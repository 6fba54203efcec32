package io.lapidary.evaluation.internal.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.evaluation.internal.explain.Judge.Judgement;

/** Decides whether a change helped, and words the advice. */
final class Judging {
    private static final String AGREEMENT = "agreement";
    /** Less is no reason for a conversion at run time. */
    private static final double NOTABLE_SHARE = 0.005;
    /** One sample more may be chance. */
    private static final double NOTABLE_SAMPLES = 2;

    private static final double NOTABLE_DECIBELS = 1;

    private Judging() {}

    /** How far it moves, whichever way is better: what is advised is better. */
    static double gain(Advice advice) {
        return Math.abs(advice.after() - advice.before());
    }

    static Optional<Advice> advice(Change change, Judgement before, Judgement after, long addedBytes, long samples) {
        double least = Math.max(NOTABLE_SHARE, NOTABLE_SAMPLES / samples);
        if (gain(AGREEMENT, true, before, after) >= least) {
            return Optional.of(advice(change, AGREEMENT, before, after, addedBytes, samples));
        }
        Optional<MetricDescriptor> better = after.primary()
                .filter(metric -> metric.unit().isEmpty())
                .filter(metric -> gain(metric.id(), metric.higherIsBetter(), before, after) >= least);
        if (better.isPresent()) {
            return Optional.of(advice(change, better.get().id(), before, after, addedBytes, samples));
        }
        boolean measured = before.sqnrDb().isPresent() && after.sqnrDb().isPresent();
        if (measured && after.sqnrDb().getAsDouble() - before.sqnrDb().getAsDouble() >= NOTABLE_DECIBELS) {
            return Optional.of(advice(
                    change,
                    Advice.SQNR,
                    before.sqnrDb().getAsDouble(),
                    after.sqnrDb().getAsDouble(),
                    addedBytes,
                    samples));
        }
        return Optional.empty();
    }

    /** Less than any gain where the metric was not measured of both. */
    private static double gain(String metric, boolean higherIsBetter, Judgement before, Judgement after) {
        Double was = before.metrics().get(metric);
        Double is = after.metrics().get(metric);
        if (was == null || is == null) {
            return Double.NEGATIVE_INFINITY;
        }
        return higherIsBetter ? is - was : was - is;
    }

    private static Advice advice(
            Change change, String metric, Judgement before, Judgement after, long addedBytes, long samples) {
        return advice(
                change, metric, before.metrics().get(metric), after.metrics().get(metric), addedBytes, samples);
    }

    private static Advice advice(
            Change change, String measure, double before, double after, long addedBytes, long samples) {
        List<String> names =
                change.operators().stream().map(ExplainedModel::name).toList();
        String gained = measure.equals(Advice.SQNR)
                ? String.format(Locale.ROOT, "SQNR of the outputs %.1f -> %.1f dB", before, after)
                : String.format(Locale.ROOT, "%s %.4f -> %.4f", measure, before, after);
        String text = String.format(
                Locale.ROOT,
                "%s: %s, %+,d bytes, tried on %d samples. As a technique's parameter: %s",
                change.what(),
                gained,
                addedBytes,
                samples,
                change.parameter());
        return new Advice(names, measure, before, after, addedBytes, samples, text);
    }
}
