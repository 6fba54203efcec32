package io.lapidary.quantization.calibration;

import java.util.Optional;

import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.quantization.integer.IntegerScheme;
import io.lapidary.quantization.integer.ValueRange;

/** Chooses a tensor's range. */
final class RangeChoice {
    private final CalibrationSettings settings;
    private final IntegerScheme scheme;

    RangeChoice(CalibrationSettings settings, IntegerScheme scheme) {
        this.settings = settings;
        this.scheme = scheme;
    }

    /** Empty where some numbers are not finite, or there are none. */
    Optional<ValueRange> of(TensorSummary summary) {
        if (summary.nonFinite() > 0 || !ValueRange.isValid(summary.min(), summary.max())) {
            return Optional.empty();
        }
        var seen = new ValueRange(summary.min(), summary.max());
        if (settings.method() == CalibrationMethod.MOVING_AVERAGE) {
            return Optional.of(new ValueRange((float) summary.averageMin(), (float) summary.averageMax()));
        }
        boolean flat = summary.min() == summary.max();
        return summary.histogram()
                .filter(histogram -> !flat)
                .map(histogram -> new Distribution(histogram))
                .map(this::chosen)
                .or(() -> Optional.of(seen));
    }

    private ValueRange chosen(Distribution distribution) {
        return switch (settings.method()) {
            case PERCENTILE -> distribution.central(settings.percentile() / 100);
            case MSE -> new SquaredError(distribution, scheme).best();
            case KL -> new Divergence(distribution, true).best();
            case KL_UNSATURATED -> new Divergence(distribution, false).best();
            case MIN_MAX, MOVING_AVERAGE -> distribution.whole();
        };
    }
}
