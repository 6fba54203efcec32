package io.lapidary.quantization.equalization;

import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * An operator that multiplies by constant float weights which nobody else reads, and so can be scaled.
 *
 * @param operator CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV or FULLY_CONNECTED
 * @param data what it reads
 * @param weights its constant
 * @param bias its constant, if it has one
 * @param geometry of the weights
 */
record Layer(Operator operator, Tensor data, Tensor weights, Optional<Tensor> bias, WeightGeometry geometry) {
    /** The operator as a layer; empty if it is none that can be scaled. */
    static Optional<Layer> of(Operator operator) {
        return switch (operator.type()) {
            case CONV_2D, DEPTHWISE_CONV_2D -> of(operator, 0, 2);
            case FULLY_CONNECTED ->
                operator.options().enumValue("weights_format").equals("DEFAULT")
                        ? of(operator, 0, 2)
                        : Optional.empty();
            case TRANSPOSE_CONV -> of(operator, 2, 3);
            default -> Optional.empty();
        };
    }

    private static Optional<Layer> of(Operator operator, int data, int bias) {
        Optional<Tensor> input = operator.input(data);
        Optional<Tensor> weights = operator.input(1).filter(Layer::isOwn);
        Optional<Tensor> offset = operator.input(bias);
        if (input.isEmpty()
                || weights.isEmpty()
                || offset.isPresent() && !isOwn(offset.get())
                || input.get().isConstant()
                || input.get().type() != TensorType.FLOAT32) {
            return Optional.empty();
        }
        return geometry(operator, input.get().shapeSignature(), weights.get().shape())
                .filter(geometry -> offset.isEmpty() || offset.get().shape().elements() == geometry.outputs())
                .map(geometry -> new Layer(operator, input.get(), weights.get(), offset, geometry));
    }

    /** Whether it is a constant that this one operator reads, once. */
    private static boolean isOwn(Tensor tensor) {
        return tensor.isConstant()
                && tensor.type() == TensorType.FLOAT32
                && tensor.shape().isStatic()
                && !tensor.isSparse()
                && !tensor.isVariable()
                && !tensor.isOutput()
                && tensor.externalBuffer().isEmpty()
                && Uses.isSingle(tensor);
    }

    private static Optional<WeightGeometry> geometry(Operator operator, Shape data, Shape weights) {
        if (operator.type() == BuiltinOperator.FULLY_CONNECTED) {
            return weights.rank() == 2
                    ? Optional.of(new WeightGeometry(weights.dim(0), weights.dim(1), 1, weights.dim(1), false))
                    : Optional.empty();
        }
        if (weights.rank() != 4 || data.rank() != 4 || data.last() < 1 || weights.elements() == 0) {
            return Optional.empty();
        }
        int taps = weights.dim(1) * weights.dim(2);
        int inputs = data.last();
        if (operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D) {
            int outputs = weights.last();
            return weights.dim(0) == 1 && outputs % inputs == 0
                    ? Optional.of(new WeightGeometry(outputs, inputs, taps, 1, true))
                    : Optional.empty();
        }
        int outputs = weights.dim(0);
        boolean groups = inputs % weights.last() == 0 && outputs % (inputs / weights.last()) == 0;
        return groups
                ? Optional.of(new WeightGeometry(outputs, inputs, taps, weights.last(), false))
                : Optional.empty();
    }

    /** NONE, RELU, RELU6 and so on. */
    String activation() {
        return operator.options().fusedActivation();
    }

    /** Whether every output sees all inputs that its kernel has places for: zeros never stand in for what lies beyond an edge. */
    boolean readsNoPadding() {
        return switch (operator.type()) {
            case FULLY_CONNECTED -> true;
            case CONV_2D, DEPTHWISE_CONV_2D ->
                geometry.taps() == 1 || operator.options().enumValue("padding").equals("VALID");
            default -> false;
        };
    }

    String name() {
        return operator.output().name();
    }
}
