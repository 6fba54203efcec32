package io.lapidary.backend.cpu.internal.place;

import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Operators that move data and compute nothing. */
final class Movement {
    private static final int IMAGE = 4;

    private Movement() {}

    static Optional<String> image(Operator operator) {
        return operator.input(0)
                .filter(tensor -> tensor.shape().rank() != IMAGE)
                .map(tensor -> "XNNPACK takes " + operator.type() + " of 4 dimensions, and this has "
                        + tensor.shape().rank() + ".");
    }

    /** uint8 inputs must have the output's scale; int8 ones must too, or the interpreter itself refuses. */
    static Optional<String> concatenation(Operator operator) {
        return operator.output().type().bits() == 8 ? Conditions.sameScale(operator) : Optional.empty();
    }

    /** Each part of 8-bit data keeps the whole's scale. */
    static Optional<String> split(Operator operator) {
        Tensor whole = operator.input(1).orElseThrow();
        if (whole.type() == TensorType.FLOAT32) {
            return Optional.empty();
        }
        return operator.outputs().stream()
                .filter(part -> !Scales.equal(part, whole))
                .findFirst()
                .map(part -> "XNNPACK wants 8-bit data that SPLIT moves to keep its scale and zero point.");
    }
}
