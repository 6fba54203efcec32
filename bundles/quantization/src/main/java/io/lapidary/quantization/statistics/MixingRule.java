package io.lapidary.quantization.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Operators each of whose outputs is an element of one input or another, or what fills gaps. */
final class MixingRule implements StatisticsRule {
    /** A share that does not count. */
    private static final double NONE = 1e-12;

    private static final ChannelStatistics ZERO = ChannelStatistics.of(0, 0, 0, 0);
    static final Set<BuiltinOperator> TYPES = Set.of(
            BuiltinOperator.PAD,
            BuiltinOperator.PADV2,
            BuiltinOperator.SPACE_TO_BATCH_ND,
            BuiltinOperator.BATCH_TO_SPACE_ND,
            BuiltinOperator.DILATE,
            BuiltinOperator.SCATTER_ND,
            BuiltinOperator.SELECT,
            BuiltinOperator.SELECT_V2,
            BuiltinOperator.DYNAMIC_UPDATE_SLICE);

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        return switch (operator.type()) {
            case PAD, SPACE_TO_BATCH_ND -> filled(operator, known.statistics(operator, 0), Optional.of(ZERO));
            case PADV2, DILATE -> filled(operator, known.statistics(operator, 0), filling(operator, known));
            case SCATTER_ND ->
                filled(operator, known.statistics(operator, 1).map(ChannelStatistics::whole), Optional.of(ZERO));
            case BATCH_TO_SPACE_ND -> mixed(operator, List.of(known.statistics(operator, 0)), 1);
            case DYNAMIC_UPDATE_SLICE ->
                mixed(operator, List.of(known.statistics(operator, 0), known.statistics(operator, 1)), 0.5, 0.5);
            default -> mixed(operator, List.of(known.statistics(operator, 1), known.statistics(operator, 2)), 0.5, 0.5);
        };
    }

    private static Optional<ChannelStatistics> filling(Operator operator, Known known) {
        return known.statistics(operator, 2).map(ChannelStatistics::whole);
    }

    /**
     * What fills widens the range alone: were it counted among the elements, sums of those that lie together would come out too
     * narrow.
     */
    private static List<Distribution> filled(
            Operator operator, Optional<ChannelStatistics> data, Optional<ChannelStatistics> filling) {
        Tensor from = operator.input(operator.type() == BuiltinOperator.SCATTER_ND ? 1 : 0)
                .orElseThrow();
        boolean same = Channels.of(from) == Channels.of(operator.output());
        // Channels that are padded themselves are told apart no more.
        return mixed(operator, List.of(data.map(found -> same ? found : found.whole()), filling), 1, NONE);
    }

    private static List<Distribution> mixed(
            Operator operator, List<Optional<ChannelStatistics>> parts, double... shares) {
        var found = new ArrayList<ChannelStatistics>();
        for (Optional<ChannelStatistics> part : parts) {
            if (part.isEmpty()) {
                return List.of();
            }
            found.add(part.get());
        }
        return List.of(Distribution.of(Channels.fitting(ChannelStatistics.mixed(found, shares), operator.output())));
    }
}
