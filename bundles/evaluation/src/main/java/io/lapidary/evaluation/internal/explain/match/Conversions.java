package io.lapidary.evaluation.internal.explain.match;

import java.util.Optional;

import io.lapidary.model.Encoding;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** What tensors and operators are with regard to quantization. */
public final class Conversions {
    private Conversions() {}

    /** Whether a tensor's elements stand for real numbers. */
    public static boolean isReal(Tensor tensor) {
        return tensor.type().isFloating() || isInteger(tensor);
    }

    /** Whether a tensor's elements are integers that stand for real numbers. */
    public static boolean isInteger(Tensor tensor) {
        return tensor.type().isInteger() && tensor.isQuantized();
    }

    /** Whether kernels convert between a tensor's integers and float32; true for what are no such integers. */
    public static boolean isConvertible(Tensor tensor) {
        return !isInteger(tensor)
                || Encoding.of(tensor)
                        .filter(found -> found.convertsTo(Encoding.FLOAT32) && Encoding.FLOAT32.convertsTo(found))
                        .isPresent();
    }

    /** The constant behind an input: itself, or what a conversion makes it of. */
    public static Optional<Tensor> constant(Tensor tensor) {
        return tensor.isConstant()
                ? Optional.of(tensor)
                : tensor.producer()
                        .filter(Operator::isConversion)
                        .flatMap(producer -> producer.input(0))
                        .filter(Tensor::isConstant);
    }

    public static boolean isActivation(Tensor tensor) {
        return constant(tensor).isEmpty();
    }

    /** Whether an operator computes with integers that stand for real numbers, or with weights in fewer bits than float32. */
    public static boolean isQuantized(Operator operator) {
        return operator.outputs().stream().anyMatch(Conversions::isInteger)
                || operator.inputs().stream().anyMatch(Conversions::isReduced);
    }

    private static boolean isReduced(Tensor input) {
        Tensor source = constant(input).orElse(input);
        return isInteger(source) || (source.type().isFloating() && source.type().bits() < Float.SIZE);
    }
}
