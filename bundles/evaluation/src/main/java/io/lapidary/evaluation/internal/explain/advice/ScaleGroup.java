package io.lapidary.evaluation.internal.explain.advice;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * Activations of the packaged model that have one scale, which the kernels around them let be any other.
 *
 * @param first the one that was asked for
 * @param tensors all of them
 */
record ScaleGroup(Tensor first, Set<Tensor> tensors) {
    /** Kernels that hand integers on: what they read and what they make has one scale. */
    private static final Set<BuiltinOperator> MOVING = EnumSet.of(
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.PAD,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.SLICE,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.PACK,
            BuiltinOperator.UNPACK,
            BuiltinOperator.GATHER,
            BuiltinOperator.RESIZE_BILINEAR,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.SPACE_TO_BATCH_ND,
            BuiltinOperator.BATCH_TO_SPACE_ND,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.REVERSE_V2);
    /** Kernels that take any scales. */
    private static final Set<BuiltinOperator> FREE = EnumSet.of(
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.TRANSPOSE_CONV,
            BuiltinOperator.ADD,
            BuiltinOperator.SUB,
            BuiltinOperator.MUL,
            BuiltinOperator.MEAN,
            BuiltinOperator.SUM,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.PRELU,
            BuiltinOperator.GELU,
            BuiltinOperator.QUANTIZE);
    /** Kernels that read any scale, and make one of their own. */
    private static final Set<BuiltinOperator> READING = EnumSet.of(
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.TANH,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.LOG_SOFTMAX,
            BuiltinOperator.L2_NORMALIZATION,
            BuiltinOperator.DEQUANTIZE);

    /** Empty where a kernel around the activation asks for more than another scale. */
    static Optional<ScaleGroup> of(Tensor first) {
        var alike = new LinkedHashSet<Tensor>();
        var open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Tensor tensor = open.remove();
            if (alike.add(tensor)) {
                if (!canChange(tensor)) {
                    return Optional.empty();
                }
                around(tensor)
                        .filter(ScaleGroup::moves)
                        .flatMap(other -> Stream.concat(other.inputs().stream(), other.outputs().stream()))
                        .filter(Conversions::isInteger)
                        .forEach(open::add);
            }
        }
        return Optional.of(new ScaleGroup(first, alike));
    }

    /** Whether an operator hands integers on, so that what it reads and what it makes has one scale. */
    static boolean moves(Operator operator) {
        return MOVING.contains(operator.type());
    }

    private static Stream<Operator> around(Tensor tensor) {
        return Stream.concat(tensor.producer().stream(), tensor.consumers().stream());
    }

    private static boolean canChange(Tensor tensor) {
        boolean narrow = tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT16;
        return narrow
                && tensor.quantization().filter(q -> q.count() == 1).isPresent()
                && (tensor.isInput()
                        || tensor.producer()
                                .filter(maker -> MOVING.contains(maker.type()) || FREE.contains(maker.type()))
                                .isPresent())
                && tensor.consumers().stream().allMatch(reader -> canRead(reader, tensor));
    }

    private static boolean canRead(Operator reader, Tensor tensor) {
        boolean known =
                MOVING.contains(reader.type()) || FREE.contains(reader.type()) || READING.contains(reader.type());
        return known
                && Linear.of(reader)
                        .map(linear -> reader.input(linear.data()).orElseThrow() == tensor && linear.canRescale(reader))
                        .orElse(true);
    }

    /** Gives the group another range, in a copy of the model that it was found in. */
    void rewrite(ModelEditor editor, Subgraph graph, ValueInterval range) {
        for (Tensor read : tensors) {
            Tensor own = graph.tensors().get(read.index());
            float before = own.quantization().orElseThrow().scale(0);
            Quantization other = own.type() == TensorType.INT8 ? asymmetric(range) : symmetric(range);
            editor.tensor(own).quantization(other);
            for (Operator reader : own.consumers()) {
                Linear.of(reader)
                        .flatMap(linear -> linear.bias(reader))
                        .ifPresent(bias -> Linear.rescale(editor, bias, times(bias, other.scale(0) / before)));
            }
        }
    }

    private static Quantization asymmetric(ValueInterval range) {
        float scale = (float) (((double) range.max() - range.min()) / 255);
        return Quantization.perTensor(scale, Math.max(-128, Math.min(127, Math.round(-128 - range.min() / scale))));
    }

    private static Quantization symmetric(ValueInterval range) {
        return Quantization.perTensor((float) (Math.max(-(double) range.min(), range.max()) / Short.MAX_VALUE), 0);
    }

    private static float[] times(Tensor bias, float factor) {
        float[] scales = bias.quantization().orElseThrow().scales();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= factor;
        }
        return scales;
    }
}
