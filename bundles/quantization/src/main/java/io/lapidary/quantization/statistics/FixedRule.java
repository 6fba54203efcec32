package io.lapidary.quantization.statistics;

import java.util.List;

import io.lapidary.model.Operator;

/** Operators whose outputs lie within bounds whatever their inputs are. */
final class FixedRule implements StatisticsRule {
    /** Below this int8 kernels of LOG_SOFTMAX tell nothing. */
    private static final double LEAST_LOGARITHM = -16;

    /** Weights behind an LSTM's outputs, which may make them as large as can be. */
    private static final int PROJECTION = 16;

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        if (operator.input(PROJECTION).isPresent()) {
            return List.of();
        }
        double parts = Math.max(1, Channels.of(operator.output()));
        ChannelStatistics fixed = switch (operator.type()) {
            // They add up to 1: most spread where one is all.
            case SOFTMAX -> ChannelStatistics.of(1 / parts, (1 - 1 / parts) / parts, 0, 1);
            // Their squares do.
            case L2_NORMALIZATION -> ChannelStatistics.of(0, 1 / parts, -1, 1);
            case LOG_SOFTMAX -> ChannelStatistics.uniform(LEAST_LOGARITHM, 0);
            // A gate times a hyperbolic tangent.
            default -> ChannelStatistics.uniform(-1, 1);
        };
        return List.of(Distribution.of(fixed));
    }
}
