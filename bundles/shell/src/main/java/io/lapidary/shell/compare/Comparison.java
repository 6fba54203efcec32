package io.lapidary.shell.compare;

import java.util.Objects;
import java.util.Optional;

import io.lapidary.evaluation.comparison.ModelComparison;
import io.lapidary.events.EvaluationInfo;

/**
 * Two models, compared.
 *
 * @param models what differs between them
 * @param evaluation of the second against the first; empty without data to measure with
 */
public record Comparison(
        ComparedModel first, ComparedModel second, ModelComparison models, Optional<EvaluationInfo> evaluation) {
    public Comparison {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(models, "models");
        Objects.requireNonNull(evaluation, "evaluation");
    }

    public boolean isEqual() {
        return first.digest().equals(second.digest());
    }
}
