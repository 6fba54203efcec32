package io.lapidary.evaluation.internal.facts;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** An operator's types in words. */
public final class OperatorTypes {
    private OperatorTypes() {}

    /** Of its data, and after an x of its weights, if it has weights. */
    public static String of(Operator operator) {
        Optional<TensorType> data = operator.inputs().stream()
                .filter(tensor -> weight(tensor).isEmpty() && !tensor.isConstant())
                .map(Tensor::type)
                .findFirst()
                .or(() -> operator.outputs().stream().map(Tensor::type).findFirst())
                .or(() -> operator.inputs().stream().map(Tensor::type).findFirst());
        Optional<TensorType> weights = operator.inputs().stream()
                .flatMap(tensor -> weight(tensor).stream())
                .max(Comparator.comparingLong(
                        tensor -> tensor.buffer().content().size()))
                .map(Tensor::type);
        String first = data.map(OperatorTypes::word).orElse("");
        return weights.map(type -> first + " x " + word(type)).orElse(first);
    }

    /** The constant behind an input: itself, or what a DEQUANTIZE makes it of; not the integers that are shapes, axes and the like. */
    private static Optional<Tensor> weight(Tensor tensor) {
        Optional<Tensor> source = tensor.isConstant()
                ? Optional.of(tensor)
                : tensor.producer()
                        .filter(producer -> producer.type() == BuiltinOperator.DEQUANTIZE)
                        .flatMap(producer -> producer.input(0))
                        .filter(Tensor::isConstant);
        return source.filter(constant -> constant.type().isFloating() || constant.isQuantized());
    }

    public static String word(TensorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
