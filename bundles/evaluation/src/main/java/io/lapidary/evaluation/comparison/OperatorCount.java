package io.lapidary.evaluation.comparison;

/**
 * How many operators of a kind each model has.
 *
 * @param name the operator's type, or a custom operator's own name
 * @param types of data, and after an x of weights, as in {@code float32 x int8}
 * @param first how many the first model has
 * @param second how many the second model has
 */
public record OperatorCount(String name, String types, int first, int second) {}
