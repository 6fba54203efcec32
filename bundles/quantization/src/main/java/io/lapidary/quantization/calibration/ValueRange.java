package io.lapidary.quantization.calibration;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * From the least to the largest of some real numbers.
 *
 * @param min finite
 * @param max finite, not below min
 */
public record ValueRange(float min, float max) {
    public static final ValueRange ZERO = new ValueRange(0, 0);

    public ValueRange {
        if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
            throw new IllegalArgumentException("no range: " + min + " to " + max);
        }
    }

    /** Whether two numbers make a range. */
    public static boolean isValid(float min, float max) {
        return Float.isFinite(min) && Float.isFinite(max) && min <= max;
    }

    /** The nearest range of floats; neither end may be NaN. */
    public static ValueRange bounded(double min, double max) {
        return new ValueRange(bounded(min), bounded(max));
    }

    private static float bounded(double end) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, end));
    }

    /** The range of all values; empty where one is not finite. */
    public static Optional<ValueRange> ofFinite(FloatBuffer values) {
        for (int i = values.position(); i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(of(values));
    }

    /** The range of all values; invalid numbers must not be among them. {@link #ZERO} of none. */
    public static ValueRange of(FloatBuffer values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = values.position(); i < values.limit(); i++) {
            min = Math.min(min, values.get(i));
            max = Math.max(max, values.get(i));
        }
        return values.hasRemaining() ? new ValueRange(min, max) : ZERO;
    }

    /** The least range that holds both. */
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** The least range that holds this one and 0. */
    public ValueRange withZero() {
        return new ValueRange(Math.min(min, 0), Math.max(max, 0));
    }

    /** Of all differences from numbers of another range, as far as they are finite. */
    public ValueRange minus(ValueRange other) {
        return bounded((double) min - other.max, (double) max - other.min);
    }

    public ValueRange negated() {
        return new ValueRange(-max, -min);
    }

    /** Both ends moved into another range. */
    public ValueRange clippedTo(ValueRange other) {
        return new ValueRange(other.clip(min), other.clip(max));
    }

    /** The nearest number of this range. */
    public float clip(float value) {
        return Math.max(min, Math.min(max, value));
    }

    /** The largest magnitude. */
    public float magnitude() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
