package io.lapidary.api.evaluation;

/**
 * How many operators of one type run in one place.
 *
 * @param name the operator's type, as in {@code CONV_2D}
 * @param types of its data and weights, as in {@code float32 x int8}
 * @param unit what runs it, as in {@code xnnpack}
 * @param count how many
 * @param reason why not on the fast unit; empty if it is
 */
public record OperatorCount(String name, String types, String unit, int count, String reason) {}
