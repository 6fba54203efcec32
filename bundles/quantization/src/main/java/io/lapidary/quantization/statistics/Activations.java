package io.lapidary.quantization.statistics;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.Operator;

/** Activation functions that are fused into operators. */
final class Activations {
    private Activations() {}

    /** What an operator's fused activation makes of it; none if it is not known. */
    static List<Distribution> fused(Distribution before, Operator operator) {
        return function(operator.options().fusedActivation())
                .map(function -> List.of(function == ChannelFunction.SAME ? before : before.then(function, false)))
                .orElse(List.of());
    }

    private static Optional<ChannelFunction> function(String name) {
        return switch (name) {
            case "NONE" -> Optional.of(ChannelFunction.SAME);
            case "RELU" -> Optional.of(held(0, Double.POSITIVE_INFINITY));
            case "RELU6" -> Optional.of(held(0, 6));
            case "RELU_N1_TO_1" -> Optional.of(held(-1, 1));
            case "TANH" -> Optional.of((channel, x) -> StrictMath.tanh(x));
            default -> Optional.empty();
        };
    }

    static ChannelFunction held(double least, double most) {
        return (channel, x) -> Math.max(least, Math.min(most, x));
    }
}
