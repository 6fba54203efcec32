package io.lapidary.api.tensor;

import java.util.List;
import java.util.Objects;

/**
 * The name, element type and shape of a tensor.
 *
 * @param name unique within what it belongs to
 * @param type of its elements
 * @param shape dimensions, outermost first; -1 where it is open until run time
 */
public record TensorSpec(String name, ElementType type, List<Integer> shape) {
    public TensorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
    }

    /** Whether every dimension is known. */
    public boolean isStatic() {
        return shape.stream().allMatch(d -> d >= 0);
    }

    /** The number of elements, open dimensions counted as 1. */
    public long elements() {
        return shape.stream().mapToLong(d -> Math.max(d, 1)).reduce(1, Math::multiplyExact);
    }

    /** As in {@code image float32 [1, 28, 28, 1]}. */
    @Override
    public String toString() {
        return name + " " + type.name().toLowerCase(java.util.Locale.ROOT) + " " + shape;
    }
}
