package io.lapidary.quantization.statistics;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Differences from a tensor's own mean, as layer, group and instance normalization begin. Were places equal, there would be none;
 * so here they are taken for independent, and the mean for what varies little beside them.
 */
final class Centering {
    private Centering() {}

    /** Whether an operator subtracts from a tensor the MEAN of it. */
    static boolean isCentered(Operator operator) {
        boolean subtracts =
                operator.type() == BuiltinOperator.SUB || operator.type() == BuiltinOperator.SQUARED_DIFFERENCE;
        return subtracts
                && operator.input(1)
                        .flatMap(Tensor::producer)
                        .filter(maker -> maker.type() == BuiltinOperator.MEAN)
                        .flatMap(maker -> maker.input(0))
                        .equals(operator.input(0));
    }

    /** The differences themselves, which SQUARED_DIFFERENCE squares; empty if the operator is no such one. */
    static Optional<ChannelStatistics> difference(Operator operator, Known known) {
        return isCentered(operator)
                ? known.statistics(operator, 0)
                        .flatMap(data ->
                                known.statistics(operator, 1).map(mean -> difference(data, mean, known.deviations())))
                : Optional.empty();
    }

    private static ChannelStatistics difference(ChannelStatistics data, ChannelStatistics mean, double deviations) {
        var made = ChannelStatistics.empty(Channels.leastCommon(data.channels(), mean.channels()));
        for (int c = 0; c < made.channels(); c++) {
            int own = c % data.channels();
            double center = mean.means()[c % mean.channels()];
            made.set(
                    c,
                    data.means()[own] - center,
                    data.variances()[own],
                    data.least()[own] - center,
                    data.most()[own] - center);
        }
        return made.within(deviations);
    }

    /** Whether a tensor holds squares of differences from a mean. */
    static boolean isSquared(Tensor tensor) {
        return tensor.producer().filter(Centering::isSquare).isPresent();
    }

    private static boolean isSquare(Operator maker) {
        return switch (maker.type()) {
            case SQUARED_DIFFERENCE -> isCentered(maker);
            case SQUARE -> isDifference(maker.input(0));
            case MUL -> maker.input(0).equals(maker.input(1)) && isDifference(maker.input(0));
            default -> false;
        };
    }

    private static boolean isDifference(Optional<Tensor> tensor) {
        return tensor.flatMap(Tensor::producer).filter(Centering::isCentered).isPresent();
    }

    /** A mean over so many independent places. */
    static ChannelStatistics averaged(ChannelStatistics one, double places, double deviations) {
        double[] variances = one.variances().clone();
        for (int c = 0; c < variances.length; c++) {
            variances[c] /= places;
        }
        return new ChannelStatistics(one.means(), variances, one.least(), one.most()).within(deviations);
    }

    static List<Distribution> made(Operator operator, ChannelStatistics difference) {
        var distribution = Distribution.of(difference);
        boolean squares = operator.type() == BuiltinOperator.SQUARED_DIFFERENCE;
        return Activations.fused(squares ? distribution.then((channel, x) -> x * x, false) : distribution, operator);
    }
}
