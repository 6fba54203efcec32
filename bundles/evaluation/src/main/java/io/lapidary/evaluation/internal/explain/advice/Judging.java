package io.lapidary.evaluation.internal.explain.advice;

import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.evaluation.internal.explain.measure.Judge.Judgement;

/**
 * Decides whether a model suffers, and whether a change helped.
 *
 * @param before of the packaged model
 * @param samples that it rests on
 */
record Judging(Judgement before, long samples) {
    private static final String AGREEMENT = "agreement";
    /** Less is no reason for a conversion at run time. */
    private static final double NOTABLE_SHARE = 0.005;
    /** A model that decides otherwise less often does not suffer. */
    private static final double SUFFERING_SHARE = 0.01;
    /** One sample more may be chance. */
    private static final double NOTABLE_SAMPLES = 2;

    private static final double NOTABLE_DECIBELS = 1;
    /** Outputs that decide nothing are good enough from here on: what is left is one part in 10,000 of their energy. */
    private static final double FINE_DECIBELS = 40;
    /** Below this outputs are off though they still decide alike. */
    private static final double POOR_DECIBELS = 20;

    /**
     * What a change brings.
     *
     * @param measure a metric's id, or {@link Advice#SQNR}
     */
    record Gain(String measure, double before, double after) {
        /** How far it moves, whichever way is better. */
        double size() {
            return Math.abs(after - before);
        }

        /**
         * What it is worth beside others: an invocation that takes twice as long halves it. One that is faster adds nothing, for little
         * of that is more than chance.
         *
         * @param latencyRatio of one invocation to the package's, where it was measured
         */
        double worth(OptionalDouble latencyRatio) {
            return size() / Math.max(1, latencyRatio.orElse(1));
        }

        boolean isDecibels() {
            return measure.equals(Advice.SQNR);
        }
    }

    /** Whether there is something to gain that is worth a change. */
    boolean suffers() {
        Double agreement = before.metrics().get(AGREEMENT);
        double enough = agreement == null ? FINE_DECIBELS : POOR_DECIBELS;
        boolean off = before.sqnrDb().isPresent() && !(before.sqnrDb().getAsDouble() >= enough);
        return off || agreement != null && 1 - agreement >= Math.max(SUFFERING_SHARE, NOTABLE_SAMPLES / samples);
    }

    /** Empty where a change does not help notably. */
    Optional<Gain> gain(Judgement after) {
        if (rise(AGREEMENT, true, after) >= least()) {
            return Optional.of(gain(AGREEMENT, after));
        }
        Optional<MetricDescriptor> better = after.primary()
                .filter(metric -> metric.unit().isEmpty())
                .filter(metric -> rise(metric.id(), metric.higherIsBetter(), after) >= least());
        if (better.isPresent()) {
            return Optional.of(gain(better.get().id(), after));
        }
        boolean measured = before.sqnrDb().isPresent() && after.sqnrDb().isPresent();
        if (measured && after.sqnrDb().getAsDouble() - before.sqnrDb().getAsDouble() >= NOTABLE_DECIBELS) {
            return Optional.of(new Gain(
                    Advice.SQNR, before.sqnrDb().getAsDouble(), after.sqnrDb().getAsDouble()));
        }
        return Optional.empty();
    }

    private double least() {
        return Math.max(NOTABLE_SHARE, NOTABLE_SAMPLES / samples);
    }

    private Gain gain(String metric, Judgement after) {
        return new Gain(metric, before.metrics().get(metric), after.metrics().get(metric));
    }

    /** Less than any gain where the metric was not measured of both. */
    private double rise(String metric, boolean higherIsBetter, Judgement after) {
        Double was = before.metrics().get(metric);
        Double is = after.metrics().get(metric);
        if (was == null || is == null) {
            return Double.NEGATIVE_INFINITY;
        }
        return higherIsBetter ? is - was : was - is;
    }
}
