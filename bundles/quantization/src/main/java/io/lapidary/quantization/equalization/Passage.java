package io.lapidary.quantization.equalization;

import java.nio.ByteBuffer;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** What an operator between two layers does to channels, which lie on the last axis and may repeat along it. */
enum Passage {
    /** Keeps channels apart, and scaling a channel or shifting it scales or shifts what comes out. */
    AFFINE,
    /** Keeps channels apart, and scaling a channel scales what comes out; a shift does not pass. */
    LINEAR,
    /** Sets what is negative to zero. */
    RELU,
    /** Sets what is negative to zero and holds the rest below 6. */
    RELU6,
    /** Does something else. */
    BLOCKED;

    /**
     * @param data what the operator reads of the layer before
     * @param channels of that layer
     */
    static Passage of(Operator operator, Tensor data, int channels) {
        if (operator.outputCount() != 1
                || operator.input(0).filter(input -> input == data).isEmpty()) {
            return BLOCKED;
        }
        return switch (operator.type()) {
            case RELU -> RELU;
            case RELU6 -> RELU6;
            case LEAKY_RELU -> LINEAR;
            case PRELU -> operator.input(1).filter(Tensor::isConstant).isPresent() ? LINEAR : BLOCKED;
            case MAX_POOL_2D, AVERAGE_POOL_2D -> fused(operator);
            case MEAN -> reducesPlacesOnly(operator, data) ? AFFINE : BLOCKED;
            case SUM -> reducesPlacesOnly(operator, data) ? LINEAR : BLOCKED;
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> keepsLastAxis(operator, channels) ? AFFINE : BLOCKED;
            case RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR -> AFFINE;
            case PAD -> padsPlacesOnly(operator, data) ? LINEAR : BLOCKED;
            case SPACE_TO_BATCH_ND, BATCH_TO_SPACE_ND -> movesPlacesOnly(operator, data) ? LINEAR : BLOCKED;
            default -> BLOCKED;
        };
    }

    /** What a fused activation does. */
    static Passage ofActivation(String name) {
        return switch (name) {
            case "NONE" -> AFFINE;
            case "RELU" -> RELU;
            case "RELU6" -> RELU6;
            default -> BLOCKED;
        };
    }

    private static Passage fused(Operator operator) {
        return ofActivation(operator.options().fusedActivation());
    }

    /**
     * In row-major order an element's channel is its number modulo the channels. That is its place on the last axis, modulo the
     * channels, if and only if the last axis holds a multiple of them.
     */
    private static boolean keepsLastAxis(Operator operator, int channels) {
        var shape = operator.output().shapeSignature();
        return shape.rank() > 0 && shape.last() > 0 && shape.last() % channels == 0;
    }

    private static boolean reducesPlacesOnly(Operator operator, Tensor data) {
        int rank = data.shape().rank();
        var axes = operator.input(1).filter(Passage::holdsInts);
        if (axes.isEmpty() || rank == 0) {
            return false;
        }
        for (int axis : ints(axes.get())) {
            if (Math.floorMod(axis, rank) == rank - 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean padsPlacesOnly(Operator operator, Tensor data) {
        var paddings = operator.input(1).filter(Passage::holdsInts);
        if (paddings.isEmpty() || data.shape().rank() == 0) {
            return false;
        }
        int[] counts = ints(paddings.get());
        return counts.length == 2 * data.shape().rank()
                && counts[counts.length - 1] == 0
                && counts[counts.length - 2] == 0;
    }

    private static boolean movesPlacesOnly(Operator operator, Tensor data) {
        return data.shape().rank() == 4
                && operator.input(1)
                        .filter(block -> block.shape().elements() == 2)
                        .isPresent();
    }

    private static boolean holdsInts(Tensor tensor) {
        return tensor.isConstant() && tensor.type() == TensorType.INT32;
    }

    private static int[] ints(Tensor constant) {
        ByteBuffer data = constant.data();
        int[] values = new int[data.remaining() / Integer.BYTES];
        data.asIntBuffer().get(values);
        return values;
    }
}
