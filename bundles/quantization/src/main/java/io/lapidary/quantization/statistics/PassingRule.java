package io.lapidary.quantization.statistics;

import java.util.List;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Operators that move elements, leave some out or repeat them. Pools are among them: elements of a channel next to each other are
 * taken for equal.
 */
final class PassingRule implements StatisticsRule {
    /** The last axis stays the last, whole and in order, or the elements stay in theirs. */
    static final Set<BuiltinOperator> IN_ORDER = Set.of(
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.RESIZE_BILINEAR,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.TILE,
            BuiltinOperator.BROADCAST_TO);
    /** Only where an argument says so. */
    static final Set<BuiltinOperator> IN_SOME_ORDER = Set.of(
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.REVERSE_V2,
            BuiltinOperator.REVERSE_SEQUENCE,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.SLICE,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.GATHER,
            BuiltinOperator.GATHER_ND,
            BuiltinOperator.TOPK_V2);

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        return known.statistics(operator, 0)
                .map(input -> Channels.fitting(keepsOrder(operator) ? input : input.whole(), operator.output()))
                .map(passed -> Activations.fused(Distribution.of(passed), operator))
                .orElse(List.of());
    }

    private static boolean keepsOrder(Operator operator) {
        if (IN_ORDER.contains(operator.type())) {
            return true;
        }
        Tensor input = operator.input(0).orElseThrow();
        int last = input.shape().rank() - 1;
        boolean whole = Channels.of(input) > 0 && Channels.of(input) == Channels.of(operator.output());
        return whole
                && switch (operator.type()) {
                    case TRANSPOSE ->
                        Axes.of(operator, 1, last)
                                .filter(order -> order.get(last) == last)
                                .isPresent();
                    case REVERSE_V2 ->
                        Axes.of(operator, 1, last)
                                .filter(axes -> !axes.contains(last))
                                .isPresent();
                    case REVERSE_SEQUENCE -> operator.options().intValue("seq_dim") != last;
                    case GATHER -> Axes.normal(operator.options().intValue("axis"), last) != last;
                    case GATHER_ND ->
                        operator.input(1)
                                .filter(index -> index.shape().last() <= last)
                                .isPresent();
                    case SLICE, STRIDED_SLICE, MIRROR_PAD -> true;
                    default -> false;
                };
    }
}
