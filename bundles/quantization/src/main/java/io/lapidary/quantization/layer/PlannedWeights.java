package io.lapidary.quantization.layer;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.Finding;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.WeightFormat;

/**
 * What a later step will make of weights, as a step before it is told that prepares for that.
 *
 * @param format of the integers
 * @param perChannel whether each output channel gets a scale, else the tensor one
 */
public record PlannedWeights(WeightFormat format, boolean perChannel) {
    public static final Parameter<Long> BITS = Parameter.oneOf(
                    "bits", List.of(4L, 8L), "Bits of the weights that the later step makes.")
            .in("bits")
            .defaultsTo(8L);

    public static final Parameter<Boolean> PER_CHANNEL = Parameter.flag(
                    "per_channel",
                    "Whether the later step gives weights a scale for each output channel, else one per tensor.")
            .defaultsTo(true);

    public static final Parameter<Boolean> NARROW_RANGE = Parameter.flag(
                    "narrow_range",
                    "With 4 bits: whether the later step takes integers from -7 to 7 (dynamic-range), else -8 to 7"
                            + " (weight-only).")
            .defaultsTo(false);

    /**
     * @param technique whose parameters they are
     * @param parameters that declare {@link #BITS}, {@link #PER_CHANNEL} and {@link #NARROW_RANGE}
     * @throws LapidaryException of code invalid-parameter if the bits are neither 4 nor 8
     */
    public static PlannedWeights of(String technique, Parameters parameters) throws LapidaryException {
        WeightFormat narrow = WeightFormat.ofBits(technique, parameters.get(BITS));
        return new PlannedWeights(parameters.get(NARROW_RANGE) ? narrow : narrow.full(), parameters.get(PER_CHANNEL));
    }

    /** Why a layer has to be left alone; empty if its weights are finite. */
    public static Optional<Finding> notFinite(LinearLayer layer) {
        if (Float.isFinite(Magnitudes.largest(layer.weights().data().asFloatBuffer()))) {
            return Optional.empty();
        }
        String name = layer.weights().name();
        return Optional.of(Finding.warning(
                "not-finite",
                name,
                "'" + name + "' is left alone: it holds infinite or undefined values. Train or export it anew."));
    }
}
