package io.lapidary.api.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * A change that was tried on the packaged model, and helped.
 *
 * @param operators what is changed, by their identities; see {@link OperatorExplanation#name}
 * @param measure what was compared: a metric's id, or {@code sqnr} for that of the outputs in decibels
 * @param before its value for the package
 * @param after its value for the changed model, on the same samples
 * @param addedBytes how many bytes more the changed model has
 * @param samples how many it was tried on
 * @param text a sentence that says what to do and what it brings
 */
public record Advice(
        List<String> operators,
        String measure,
        double before,
        double after,
        long addedBytes,
        long samples,
        String text) {
    /** What {@link #measure} is where outputs were compared in decibels. */
    public static final String SQNR = "sqnr";

    public Advice {
        operators = List.copyOf(operators);
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(text, "text");
    }
}
