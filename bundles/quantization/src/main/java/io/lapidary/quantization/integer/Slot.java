package io.lapidary.quantization.integer;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** A place where numbers have a scale. */
sealed interface Slot {
    /** A tensor as it is made. */
    record Made(Tensor tensor) implements Slot {}

    /** A tensor as one operator reads it at one position. */
    record Use(Operator operator, int input) implements Slot {
        Tensor tensor() {
            return operator.input(input).orElseThrow();
        }
    }
}
