package io.lapidary.api.evaluation;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What quantization did at one operator of the packaged model. Numbers that do not apply, or could not be measured, are empty.
 *
 * @param name the operator's identity: the name of its first output
 * @param operator its type, as in {@code CONV_2D}; {@code INPUT} for an input of the model that is stored as integers
 * @param types of its data and weights, as in {@code int8 x int8}
 * @param unit what runs it, as in {@code xnnpack}; empty if nothing does
 * @param sqnrDb its output against the original's, in the whole packaged model, in decibels; infinite where nothing differs
 * @param aloneSqnrDb its output against what the original computes of the same input, with this operator alone quantized
 * @param seen range of the original's output over the samples
 * @param chosen range that the integers of its output stand for
 * @param outsideShare share of the original's output, over the samples, that is outside the chosen range, 0 to 1
 * @param weightChannels channels of its weights; 0 where it has none
 * @param zeroChannels of those, how many became all zero that were not
 * @param weightSqnrDb its weights against the original's, in decibels
 * @param bytes of its constants; what several read counts for the first
 * @param sizeShare of the model's file, 0 to 1
 * @param latencyShare of the time of one invocation, 0 to 1; within a delegate's part it is divided as the built-in kernels' times are
 * @param rescaled whether its output's channels are the original's times factors, plus offsets, which are taken out of every number here
 */
public record OperatorExplanation(
        String name,
        String operator,
        String types,
        String unit,
        OptionalDouble sqnrDb,
        OptionalDouble aloneSqnrDb,
        Optional<ValueInterval> seen,
        Optional<ValueInterval> chosen,
        OptionalDouble outsideShare,
        int weightChannels,
        int zeroChannels,
        OptionalDouble weightSqnrDb,
        long bytes,
        double sizeShare,
        OptionalDouble latencyShare,
        boolean rescaled) {
    /** What {@link #operator} is for an input of the model. */
    public static final String INPUT = "INPUT";

    public OperatorExplanation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(types, "types");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(sqnrDb, "sqnrDb");
        Objects.requireNonNull(aloneSqnrDb, "aloneSqnrDb");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(outsideShare, "outsideShare");
        Objects.requireNonNull(weightSqnrDb, "weightSqnrDb");
        Objects.requireNonNull(latencyShare, "latencyShare");
    }
}
