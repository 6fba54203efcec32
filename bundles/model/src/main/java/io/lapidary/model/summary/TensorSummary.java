package io.lapidary.model.summary;

import java.util.Optional;
import java.util.OptionalInt;

import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;

/**
 * One constant tensor.
 *
 * @param subgraph index of its subgraph
 * @param name its name
 * @param type its element type
 * @param shape its shape
 * @param bytes bytes of its buffer
 * @param elements elements of its shape
 * @param zeros share of elements that stand for zero, 0 to 1; empty where it cannot be told (sparse, strings)
 * @param distinct number of distinct values; empty where it cannot be told or is above {@link #MOST_DISTINCT}
 * @param scales number of quantization scales: of channels or of blocks
 */
public record TensorSummary(
        int subgraph,
        String name,
        TensorType type,
        Shape shape,
        long bytes,
        long elements,
        Optional<Double> zeros,
        OptionalInt distinct,
        int scales) {
    /** Distinct values are counted up to here. */
    public static final int MOST_DISTINCT = 65536;
}
