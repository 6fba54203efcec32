package io.lapidary.quantization.statistics;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

/** MEAN, SUM, REDUCE_MAX and REDUCE_MIN: elements of one channel are taken for equal, channels for independent. */
final class ReductionRule implements StatisticsRule {
    @Override
    public List<Distribution> of(Operator operator, Known known) {
        Optional<ChannelStatistics> input = known.statistics(operator, 0);
        Tensor data = operator.input(0).orElseThrow();
        int last = data.shape().rank() - 1;
        Optional<List<Integer>> axes = Axes.of(operator, 1, last);
        if (input.isEmpty() || axes.isEmpty()) {
            return List.of();
        }
        boolean mixes = axes.get().contains(last);
        Optional<ChannelStatistics> made = switch (operator.type()) {
            case MEAN ->
                Optional.of(mean(operator, mixes ? averaged(input.get(), known) : input.get(), axes.get(), known));
            case SUM ->
                places(data.shapeSignature(), axes.get()).map(count -> summed(input.get(), count, mixes, data, known));
            default -> Optional.of(mixes ? input.get().whole() : input.get());
        };
        return made.map(found -> List.of(Distribution.of(found))).orElse(List.of());
    }

    private static ChannelStatistics mean(Operator operator, ChannelStatistics one, List<Integer> axes, Known known) {
        Tensor data = operator.input(0).orElseThrow();
        return Optional.of(one)
                .filter(found -> Centering.isSquared(data))
                .flatMap(found -> places(data.shapeSignature(), axes))
                .map(places -> Centering.averaged(one, places, known.deviations()))
                .orElse(one);
    }

    private static ChannelStatistics averaged(ChannelStatistics input, Known known) {
        return sum(input, 1.0 / input.channels()).within(known.deviations());
    }

    private static ChannelStatistics summed(
            ChannelStatistics input, double places, boolean mixes, Tensor data, Known known) {
        ChannelStatistics one = mixes ? sum(input, 1).within(known.deviations()) : input;
        double repeated = mixes ? (double) Channels.of(data) / input.channels() : 1;
        var made = ChannelStatistics.empty(one.channels());
        double factor = places * repeated;
        for (int c = 0; c < made.channels(); c++) {
            made.set(
                    c,
                    factor * one.means()[c],
                    factor * factor * one.variances()[c],
                    factor * one.least()[c],
                    factor * one.most()[c]);
        }
        return made;
    }

    /** All channels together, times a factor. */
    private static ChannelStatistics sum(ChannelStatistics input, double factor) {
        double mean = 0;
        double variance = 0;
        double low = 0;
        double high = 0;
        for (int c = 0; c < input.channels(); c++) {
            mean += factor * input.means()[c];
            variance += factor * factor * input.variances()[c];
            low += factor * input.least()[c];
            high += factor * input.most()[c];
        }
        return ChannelStatistics.of(mean, variance, low, high);
    }

    /** How many places of a channel are summed; empty where that is known at run time only. */
    private static Optional<Double> places(Shape shape, List<Integer> axes) {
        double count = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (axes.contains(axis)) {
                if (shape.dim(axis) <= 0) {
                    return Optional.empty();
                }
                count *= axis == shape.rank() - 1 ? 1 : shape.dim(axis);
            }
        }
        return Optional.of(count);
    }

    static List<BuiltinOperator> types() {
        return List.of(
                BuiltinOperator.MEAN, BuiltinOperator.SUM, BuiltinOperator.REDUCE_MAX, BuiltinOperator.REDUCE_MIN);
    }
}
