package io.lapidary.evaluation.comparison;

import java.util.Objects;
import java.util.Optional;

/**
 * An operator that computes in other types in the two models, or that only one of them has.
 *
 * @param name the operator's identity: the name of its first output
 * @param operator its type
 * @param first its types in the first model, as in {@code float32 x int8}; empty if that has it not
 * @param second its types in the second model; empty if that has it not
 */
public record OperatorDifference(String name, String operator, Optional<String> first, Optional<String> second) {
    public OperatorDifference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }
}
