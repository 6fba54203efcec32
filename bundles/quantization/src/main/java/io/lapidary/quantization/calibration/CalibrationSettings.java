package io.lapidary.quantization.calibration;

import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;

/**
 * How ranges are found.
 *
 * @param method from a tensor's statistics to its range
 * @param percentile share of a tensor's elements within its range, in percent, for {@link CalibrationMethod#PERCENTILE}
 * @param bins of the histograms
 * @param minSamples fewer are worth a warning
 */
public record CalibrationSettings(CalibrationMethod method, double percentile, int bins, long minSamples) {
    private static final Parameter<String> METHOD = Parameter.choice(
                    "calibration",
                    CalibrationMethod.ids(),
                    "How the range of an activation follows from samples: min-max takes all that was seen; moving-average the"
                            + " mean over samples of each one's ends; percentile leaves the outermost elements out; mse has"
                            + " the least squared error of rounding and clipping; kl loses the least information when what"
                            + " is beyond goes to the ends, kl-unsaturated when it is left out.")
            .defaultsTo(CalibrationMethod.MSE.id());

    private static final Parameter<Double> PERCENTILE = Parameter.number(
                    "percentile",
                    50,
                    100,
                    "Share of an activation's elements within its range, for calibration=percentile.")
            .in("percent")
            .defaultsTo(99.99);

    private static final Parameter<Long> BINS = Parameter.integer(
                    "histogram_bins", 256, 65_536, "Bins of an activation's histogram, over the range seen.")
            .defaultsTo(2048L);

    private static final Parameter<Long> MIN_SAMPLES = Parameter.integer(
                    "min_samples", 1, Integer.MAX_VALUE, "Fewer samples than this are worth a warning.")
            .defaultsTo(32L);

    /** The same with another method. */
    public CalibrationSettings withMethod(CalibrationMethod other) {
        return new CalibrationSettings(other, percentile, bins, minSamples);
    }

    /** What a request can set. */
    public static List<Parameter<?>> parameters() {
        return List.of(METHOD, PERCENTILE, BINS, MIN_SAMPLES);
    }

    /** @param parameters that declare {@link #parameters()} */
    public static CalibrationSettings of(Parameters parameters) throws LapidaryException {
        return new CalibrationSettings(
                CalibrationMethod.of(parameters.get(METHOD)),
                parameters.get(PERCENTILE),
                Math.toIntExact(parameters.get(BINS)),
                parameters.get(MIN_SAMPLES));
    }
}
