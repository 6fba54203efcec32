package io.lapidary.quantization.calibration;

import java.util.Optional;

import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.model.Tensor;

/** Chooses a tensor's range. */
final class RangeChoice {
    private final CalibrationSettings settings;
    private final Levels levels;

    RangeChoice(CalibrationSettings settings, Levels levels) {
        this.settings = settings;
        this.levels = levels;
    }

    /**
     * @return empty where some numbers are not finite, or there are none
     */
    Optional<ValueRange> of(Tensor tensor, TensorSummary summary, long samples) {
        Optional<ValueRange> given = settings.overrides().range(tensor);
        if (given.isPresent()) {
            return given;
        }
        if (summary.nonFinite() > 0 || !ValueRange.isValid(summary.min(), summary.max())) {
            return Optional.empty();
        }
        CalibrationMethod method = settings.overrides().method(tensor, settings.method());
        return Optional.of(shaped(found(method, tensor, summary, samples)));
    }

    /** Likewise of a range that follows from no samples. */
    ValueRange of(Tensor tensor, ValueRange derived) {
        return settings.overrides().range(tensor).orElseGet(() -> shaped(derived));
    }

    private ValueRange found(CalibrationMethod method, Tensor tensor, TensorSummary summary, long samples) {
        var seen = new ValueRange(summary.min(), summary.max());
        if (method == CalibrationMethod.MOVING_AVERAGE) {
            return new ValueRange((float) summary.averageMin(), (float) summary.averageMax());
        }
        boolean flat = summary.min() == summary.max();
        return summary.histogram()
                .filter(histogram -> !flat)
                .map(histogram -> chosen(method, new Distribution(histogram, seen), tensor, summary, samples))
                .orElse(seen);
    }

    private ValueRange chosen(
            CalibrationMethod method, Distribution distribution, Tensor tensor, TensorSummary summary, long samples) {
        return switch (method) {
            case PERCENTILE -> distribution.central(settings.percentile() / 100);
            case MSE ->
                new SquaredError(
                                distribution,
                                Response.of(tensor),
                                share(distribution, tensor, samples),
                                Tail.of(summary.min(), summary.least()),
                                Tail.of(summary.max(), summary.largest()),
                                levels)
                        .best();
            case KL -> new Divergence(distribution, true).best();
            case KL_UNSATURATED -> new Divergence(distribution, false).best();
            case MIN_MAX, MOVING_AVERAGE -> distribution.whole();
        };
    }

    /** Of large tensors the engine counts not every element. */
    private static double share(Distribution distribution, Tensor tensor, long samples) {
        double all = (double) tensor.shape().elements() * samples;
        return all > 0 ? Math.min(1, distribution.total() / all) : 1;
    }

    private ValueRange shaped(ValueRange range) {
        if (levels.symmetric()) {
            return range;
        }
        ValueRange shaped = range.withZero();
        if (settings.narrow()) {
            double step = ((double) shaped.max() - shaped.min()) / (levels.most() - levels.least() - 1);
            shaped = new ValueRange((float) Math.max(-Float.MAX_VALUE, shaped.min() - step), shaped.max());
        }
        return settings.narrow() ? shaped : range;
    }
}
