package io.lapidary.quantization.equalization;

import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Who reads a tensor. */
final class Uses {
    private Uses() {}

    /** Whether one operator reads it, once, and nobody else sees it. */
    static boolean isSingle(Tensor tensor) {
        return tensor.consumers().size() == 1
                && tensor.consumers().get(0).inputs().stream()
                                .filter(input -> input == tensor)
                                .count()
                        == 1;
    }

    /** The one reader of an activation that is nothing but its input. */
    static Optional<Operator> onlyReader(Tensor tensor) {
        boolean seen = tensor.isOutput()
                || tensor.isVariable()
                || tensor.subgraph().model().signatures().stream()
                        .anyMatch(signature -> signature.outputs().containsValue(tensor));
        return seen || !isSingle(tensor)
                ? Optional.empty()
                : Optional.of(tensor.consumers().get(0));
    }
}
