package io.lapidary.evaluation.comparison;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A tensor that is not the same in the two models.
 *
 * @param name in the first model
 * @param constant whether it is a constant, so that its values are in the files
 * @param first as it is in the first model
 * @param second as it is in the second model
 * @param scales how its quantization differs; empty unless both are quantized and have as many scales
 * @param values how its values differ; empty unless it is a constant whose values can be read and are as many
 */
public record TensorDifference(
        String name,
        boolean constant,
        Form first,
        Form second,
        Optional<ScaleDifference> scales,
        Optional<ValueDifference> values) {
    public TensorDifference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(scales, "scales");
        Objects.requireNonNull(values, "values");
    }

    /**
     * How a tensor is written.
     *
     * @param type lower case, as in {@code int8}
     * @param shape as in {@code [1x8x8x1]}
     * @param bytes of a constant's data; 0 for others
     * @param scales how many; 0 where it is not quantized
     */
    public record Form(String type, String shape, long bytes, int scales) {}

    /**
     * @param largest relative change of a scale: 0.1 if the second model's is a tenth greater or smaller
     * @param zeroPoints whether zero points differ
     */
    public record ScaleDifference(double largest, boolean zeroPoints) {}

    /**
     * How the real numbers that the elements stand for differ.
     *
     * @param elements how many there are
     * @param differing how many are not equal
     * @param largest absolute difference
     * @param sqnrDb of the second model's against the first's, in decibels; empty where the first's are all zero
     */
    public record ValueDifference(long elements, long differing, double largest, OptionalDouble sqnrDb) {}
}
