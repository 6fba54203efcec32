package io.lapidary.quantization.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.engine.PatchSource;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Options;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.FloatWeight;

/**
 * An operator that computes {@code W x + b} for each patch x of its input, with constant float32 weights W that no other
 * operator reads.
 *
 * @param operator CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV, or BATCH_MATMUL by one matrix
 * @param data what it reads
 * @param weights the constant
 * @param axis of the weights' output channels
 * @param rows how the weights lie
 * @param biasInput the position of a bias among the operator's inputs; -1 where the operator takes none
 * @param source the patches, without products
 */
public record LinearLayer(
        Operator operator, Tensor data, Tensor weights, int axis, WeightRows rows, int biasInput, PatchSource source) {
    private static final int WEIGHTS = 1;

    /** All of a graph's, in order of execution. */
    public static List<LinearLayer> of(Subgraph graph) {
        var layers = new ArrayList<LinearLayer>();
        for (Operator operator : graph.operators()) {
            of(operator).ifPresent(layers::add);
        }
        return layers;
    }

    /** The operator as a layer; empty if it is none. */
    public static Optional<LinearLayer> of(Operator operator) {
        return reading(operator).filter(layer -> isOwn(layer.weights()));
    }

    /** The operator as a layer whose weights others may read too; empty if it is none. */
    public static Optional<LinearLayer> reading(Operator operator) {
        return switch (operator.type()) {
            case CONV_2D, DEPTHWISE_CONV_2D -> windows(operator, 0, 2, PatchSource.Kind.WINDOWS);
            case TRANSPOSE_CONV -> windows(operator, 2, 3, PatchSource.Kind.TRANSPOSED);
            case FULLY_CONNECTED -> connected(operator);
            case BATCH_MATMUL -> product(operator);
            default -> Optional.empty();
        };
    }

    /** The constant as this layer alone reads it. */
    public FloatWeight weight() {
        return new FloatWeight(weights, List.of(new FloatWeight.Use(operator, WEIGHTS)));
    }

    /** The bias, where the operator has one; constant or not. */
    public Optional<Tensor> bias() {
        return biasInput < 0 ? Optional.empty() : operator.input(biasInput);
    }

    private static Optional<LinearLayer> windows(Operator operator, int dataInput, int bias, PatchSource.Kind kind) {
        Optional<Tensor> data = data(operator, dataInput);
        Optional<Tensor> weights = weights(operator, 4);
        if (data.isEmpty() || weights.isEmpty() || data.get().shapeSignature().rank() != 4) {
            return Optional.empty();
        }
        Shape shape = weights.get().shape();
        int channels = data.get().shapeSignature().last();
        boolean depthwise = operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        int own = depthwise ? 1 : shape.last();
        int axis = depthwise ? 3 : 0;
        int outputs = shape.dim(axis);
        boolean fits = channels > 0
                && channels % own == 0
                && outputs % (channels / own) == 0
                && (!depthwise || shape.dim(0) == 1)
                && (kind == PatchSource.Kind.WINDOWS || channels == own);
        Options options = operator.options();
        if (!fits || options.intValue("stride_h") < 1 || options.intValue("stride_w") < 1) {
            return Optional.empty();
        }
        int length = shape.dim(1) * shape.dim(2) * own;
        var rows = new WeightRows(outputs, length, channels / own, depthwise ? 1 : length, depthwise ? outputs : 1);
        boolean dilates = options.hasField("dilation_h_factor");
        var source = new PatchSource(
                data.get().name(),
                operator.output().name(),
                kind,
                channels,
                rows.groups(),
                shape.dim(1),
                shape.dim(2),
                options.intValue("stride_h"),
                options.intValue("stride_w"),
                dilates ? options.intValue("dilation_h_factor") : 1,
                dilates ? options.intValue("dilation_w_factor") : 1,
                options.enumValue("padding").equals("SAME"),
                0);
        return Optional.of(new LinearLayer(operator, data.get(), weights.get(), axis, rows, bias, source));
    }

    private static Optional<LinearLayer> connected(Operator operator) {
        Optional<Tensor> data = data(operator, 0);
        Optional<Tensor> weights = weights(operator, 2);
        boolean plain = operator.options().enumValue("weights_format").equals("DEFAULT");
        if (data.isEmpty() || weights.isEmpty() || !plain) {
            return Optional.empty();
        }
        int outputs = weights.get().shape().dim(0);
        int length = weights.get().shape().dim(1);
        var rows = new WeightRows(outputs, length, 1, length, 1);
        return Optional.of(
                new LinearLayer(operator, data.get(), weights.get(), 0, rows, 2, rowsOf(operator, data.get(), length)));
    }

    private static Optional<LinearLayer> product(Operator operator) {
        Optional<Tensor> data = data(operator, 0);
        Optional<Tensor> weights = operator.input(WEIGHTS).filter(LinearLayer::isPlain);
        if (data.isEmpty() || weights.isEmpty() || operator.options().booleanValue("adj_x")) {
            return Optional.empty();
        }
        Shape shape = weights.get().shape();
        int rank = shape.rank();
        if (rank < 2 || shape.elements() != (long) shape.dim(rank - 1) * shape.dim(rank - 2)) {
            return Optional.empty();
        }
        boolean byRows = operator.options().booleanValue("adj_y");
        int axis = byRows ? rank - 2 : rank - 1;
        int outputs = shape.dim(axis);
        int length = shape.dim(byRows ? rank - 1 : rank - 2);
        var rows = new WeightRows(outputs, length, 1, byRows ? length : 1, byRows ? 1 : outputs);
        return Optional.of(new LinearLayer(
                operator, data.get(), weights.get(), axis, rows, -1, rowsOf(operator, data.get(), length)));
    }

    private static PatchSource rowsOf(Operator operator, Tensor data, int length) {
        return new PatchSource(
                data.name(), operator.output().name(), PatchSource.Kind.ROWS, length, 1, 1, 1, 1, 1, 1, 1, false, 0);
    }

    private static Optional<Tensor> data(Operator operator, int input) {
        return operator.input(input).filter(data -> !data.isConstant() && data.type() == TensorType.FLOAT32);
    }

    private static Optional<Tensor> weights(Operator operator, int rank) {
        return operator.input(WEIGHTS)
                .filter(LinearLayer::isPlain)
                .filter(tensor -> tensor.shape().rank() == rank);
    }

    /** Whether one operator reads it, once. */
    private static boolean isOwn(Tensor tensor) {
        return !tensor.isOutput()
                && tensor.consumers().size() == 1
                && tensor.consumers().get(0).inputs().stream()
                                .filter(input -> input == tensor)
                                .count()
                        == 1;
    }

    /** Whether it is a constant of float32 numbers, one by one in the file. */
    private static boolean isPlain(Tensor tensor) {
        return tensor.isConstant()
                && tensor.type() == TensorType.FLOAT32
                && tensor.shape().isStatic()
                && tensor.shape().elements() > 0
                && !tensor.isSparse()
                && !tensor.isVariable()
                && tensor.externalBuffer().isEmpty();
    }
}
