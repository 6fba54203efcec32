package io.lapidary.api.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A change that was tried on the packaged model, and helped.
 *
 * @param kind of change: {@link #FLOAT}, {@link #INT16}, {@link #RANGE}, {@link #PER_CHANNEL}, {@link #EQUALIZE}; more may come
 * @param operators what is changed, by their identities; see {@link OperatorExplanation#name}
 * @param measure what was compared: a metric's id, or {@code sqnr} for that of the outputs in decibels
 * @param before its value for the package
 * @param after its value for the changed model, on the same samples
 * @param addedBytes how many bytes more the changed model has than the package, both as the platform writes them
 * @param latencyRatio time of one invocation of the changed model over that of the package, in one run by turns; empty where it
 *     was not measured
 * @param samples how many it was tried on
 * @param parameter of the quantizing step, as {@code NAME=VALUE}; empty where another step is advised
 * @param step to put before the quantizing one, as {@code ID:NAME=VALUE,NAME=VALUE}; empty where a parameter is advised
 * @param text a sentence that says what to do and what it brings
 */
public record Advice(
        String kind,
        List<String> operators,
        String measure,
        double before,
        double after,
        long addedBytes,
        OptionalDouble latencyRatio,
        long samples,
        String parameter,
        String step,
        String text) {
    /** Operators are left in float32. */
    public static final String FLOAT = "float32";
    /** Operators get int16 activations. */
    public static final String INT16 = "int16x8";
    /** An activation gets another range. */
    public static final String RANGE = "range";
    /** Weights get a scale for each channel. */
    public static final String PER_CHANNEL = "per-channel";
    /** Channels between layers are scaled before quantization. */
    public static final String EQUALIZE = "equalize";

    /** What {@link #measure} is where outputs were compared in decibels. */
    public static final String SQNR = "sqnr";

    public Advice {
        Objects.requireNonNull(kind, "kind");
        operators = List.copyOf(operators);
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(latencyRatio, "latencyRatio");
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(text, "text");
    }
}
