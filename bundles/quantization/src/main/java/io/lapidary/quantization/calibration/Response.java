package io.lapidary.quantization.calibration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.statistics.ElementwiseFunctions;

/**
 * What reads an activation, where that is nothing but functions of one number that flatten out: what is clipped where they are
 * flat is no error, and steps need not be finer there.
 */
final class Response {
    private static final Set<BuiltinOperator> FLATTENING = Set.of(
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.TANH,
            BuiltinOperator.ELU,
            BuiltinOperator.GELU,
            BuiltinOperator.HARD_SWISH);

    private static final double SMALL = 1.0 / 1024;

    private final List<DoubleUnaryOperator> functions;

    private Response(List<DoubleUnaryOperator> functions) {
        this.functions = functions;
    }

    static Optional<Response> of(Tensor tensor) {
        List<Operator> readers = tensor.consumers();
        boolean flatten = readers.stream().allMatch(reader -> FLATTENING.contains(reader.type()));
        if (readers.isEmpty() || !flatten || tensor.isOutput()) {
            return Optional.empty();
        }
        return Optional.of(new Response(readers.stream()
                .flatMap(reader -> ElementwiseFunctions.of(reader).stream())
                .toList()));
    }

    /** The squared difference that another number makes. */
    double squared(double one, double other) {
        double sum = 0;
        for (DoubleUnaryOperator function : functions) {
            double apart = function.applyAsDouble(one) - function.applyAsDouble(other);
            sum += apart * apart;
        }
        return sum;
    }

    /** The squared difference that a small squared error of 1 would make. */
    double slope(double at, double scale) {
        double apart = SMALL * scale;
        return squared(at - apart / 2, at + apart / 2) / (apart * apart);
    }
}
