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

    /** What fills has the share that the input's elements leave. */
    private static List<Distribution> filled(
            Operator operator, Optional<ChannelStatistics> data, Optional<ChannelStatistics> filling) {
        int input = operator.type() == BuiltinOperator.SCATTER_ND ? 1 : 0;
        Tensor from = operator.input(input).orElseThrow();
        boolean sized = !from.isDynamic() && !operator.output().isDynamic();
        double elements = Math.max(1, operator.output().shape().elements());
        double share = sized ? Math.min(1, from.shape().elements() / elements) : 0.5;
        boolean same = Channels.of(from) > 0 && Channels.of(from) == Channels.of(operator.output());
        // Channels that are padded themselves are told apart no more.
        var fitting = data.map(found -> same ? found : found.whole());
        // A share of none would leave out what a kernel may fill in.
        return mixed(operator, List.of(fitting, filling), share, Math.max(1 - share, 1e-9));
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
