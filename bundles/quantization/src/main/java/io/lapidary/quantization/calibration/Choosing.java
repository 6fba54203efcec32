package io.lapidary.quantization.calibration;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Operators that choose elements, by place or by size: each element of an output is one of an input, or 0, and larger where inputs are
 * larger. Clipping before them is the same as behind them.
 */
public final class Choosing {
    private static final Set<BuiltinOperator> PARTS = EnumSet.of(
            BuiltinOperator.MAXIMUM,
            BuiltinOperator.MINIMUM,
            BuiltinOperator.REDUCE_MAX,
            BuiltinOperator.REDUCE_MIN,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.TOPK_V2,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.RELU_0_TO_1,
            BuiltinOperator.RELU_N1_TO_1,
            BuiltinOperator.SLICE,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.UNPACK,
            BuiltinOperator.GATHER,
            BuiltinOperator.GATHER_ND);

    private static final Set<BuiltinOperator> ALL = EnumSet.of(
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.REVERSE_V2,
            BuiltinOperator.REVERSE_SEQUENCE,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.SPACE_TO_BATCH_ND,
            BuiltinOperator.BATCH_TO_SPACE_ND,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.TILE,
            BuiltinOperator.BROADCAST_TO,
            BuiltinOperator.PAD,
            BuiltinOperator.PADV2,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.SELECT,
            BuiltinOperator.SELECT_V2);

    private Choosing() {}

    public static boolean isBy(Operator operator) {
        return isPart(operator) || ALL.contains(operator.type());
    }

    private static boolean isPart(Operator operator) {
        return PARTS.contains(operator.type()) && !tellsPlaces(operator);
    }

    /** Clipping makes equals of what lies beyond, and an equal has another place than the element that is to be found. */
    private static boolean tellsPlaces(Operator operator) {
        return operator.type() == BuiltinOperator.TOPK_V2
                && operator.outputs().stream()
                        .skip(1)
                        .anyMatch(places ->
                                places.isOutput() || !places.consumers().isEmpty());
    }

    /** Whether an activation's readers make no use of some of its numbers, so that a range that leaves these out need not lose anything. */
    public static boolean isAllThatReads(Tensor activation) {
        return !activation.isOutput()
                && !activation.consumers().isEmpty()
                && activation.consumers().stream().allMatch(Choosing::leavesOut);
    }

    private static boolean leavesOut(Operator reader) {
        return switch (reader.type()) {
            case SOFTMAX -> isMasked(reader.input(0));
            case ADD, SUB ->
                reader.options().fusedActivation().equals("NONE")
                        && reader.outputs().stream().allMatch(Choosing::isAllThatReads);
            default ->
                isPart(reader)
                        || ALL.contains(reader.type())
                                && reader.outputs().stream().allMatch(Choosing::isAllThatReads);
        };
    }

    /** Whether a mask may be added to or put in the place of what is read. */
    private static boolean isMasked(Optional<Tensor> read) {
        return read.flatMap(Choosing::maker)
                .filter(found -> switch (found.type()) {
                    case ADD, SUB, SELECT, SELECT_V2 -> true;
                    default -> false;
                })
                .isPresent();
    }

    /** What made a tensor's numbers, behind operators that only gave them another shape or order; empty for what no operator made. */
    public static Optional<Operator> maker(Tensor tensor) {
        Optional<Operator> maker = tensor.producer();
        while (maker.filter(Choosing::isMoving).isPresent()) {
            maker = maker.get().input(0).flatMap(Tensor::producer);
        }
        return maker;
    }

    private static boolean isMoving(Operator operator) {
        return switch (operator.type()) {
            case RESHAPE, TRANSPOSE, SQUEEZE, EXPAND_DIMS -> true;
            default -> false;
        };
    }
}
