package io.lapidary.quantization.layer;

import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * What has no value below 0. Where it reads a layer's numbers, as the LOG behind a bank of filters does, rounded weights leave these above 0,
 * but a shift that is right on average takes small ones below.
 */
public final class PositiveReaders {
    private PositiveReaders() {}

    /** The first reader of that kind, with nothing but constants and changes of shape before it. */
    public static Optional<Operator> of(Operator layer) {
        return layer.options().fusedActivation().equals("NONE") ? of(layer.output()) : Optional.empty();
    }

    private static Optional<Operator> of(Tensor made) {
        for (Operator reader : made.consumers()) {
            Optional<Operator> found = isPositive(reader, made)
                    ? Optional.of(reader)
                    : isTransparent(reader) ? of(reader.output()) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isPositive(Operator reader, Tensor read) {
        return switch (reader.type()) {
            case LOG, SQRT, RSQRT -> true;
            case POW -> reader.input(0).filter(base -> base == read).isPresent();
            default -> false;
        };
    }

    /** Whether numbers below 0 remain such, at most moved or scaled by constants. */
    private static boolean isTransparent(Operator reader) {
        return switch (reader.type()) {
            case QUANTIZE, DEQUANTIZE, RESHAPE, SQUEEZE, EXPAND_DIMS, TRANSPOSE, SLICE, STRIDED_SLICE -> true;
            case ADD, SUB, MUL, DIV ->
                reader.options().fusedActivation().equals("NONE")
                        && reader.inputs().stream().anyMatch(Tensor::isConstant);
            default -> false;
        };
    }
}
