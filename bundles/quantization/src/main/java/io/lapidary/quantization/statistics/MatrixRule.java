package io.lapidary.quantization.statistics;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

/**
 * BATCH_MATMUL of two activations, taken for independent as are the products that are summed up. Where the first comes from a
 * SOFTMAX, each output is an average of the second's elements.
 */
final class MatrixRule implements StatisticsRule {
    @Override
    public List<Distribution> of(Operator operator, Known known) {
        Optional<ChannelStatistics> first = known.statistics(operator, 0);
        Optional<ChannelStatistics> second = known.statistics(operator, 1);
        Shape shape = operator.input(0).orElseThrow().shapeSignature();
        boolean flipped = operator.options().booleanValue("adj_x");
        boolean columns = !operator.options().booleanValue("adj_y");
        if (first.isEmpty() || second.isEmpty() || shape.rank() < 2) {
            return List.of();
        }
        ChannelStatistics right = columns ? second.get() : second.get().whole();
        if (!flipped && isShares(operator.input(0).orElseThrow())) {
            return List.of(Distribution.of(Channels.fitting(right, operator.output())));
        }
        int length = shape.dim(shape.rank() - (flipped ? 2 : 1));
        if (length <= 0) {
            return List.of();
        }
        var product = new Pair(Distribution.of(first.get().whole()), Distribution.of(right), known.deviations());
        ChannelStatistics one = product.statistics(BuiltinOperator.MUL);
        var made = ChannelStatistics.empty(one.channels());
        for (int c = 0; c < one.channels(); c++) {
            made.set(
                    c,
                    length * one.means()[c],
                    length * one.variances()[c],
                    length * one.least()[c],
                    length * one.most()[c]);
        }
        return List.of(Distribution.of(Channels.fitting(made.within(known.deviations()), operator.output())));
    }

    private static boolean isShares(Tensor tensor) {
        return tensor.producer()
                .filter(maker -> maker.type() == BuiltinOperator.SOFTMAX)
                .isPresent();
    }
}
