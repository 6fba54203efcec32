package io.lapidary.evaluation.internal.explain.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.evaluation.internal.explain.match.ConstantValues;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.Rescaling;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/**
 * What quantization did to an operator's weights: its largest constant that stands for real numbers.
 *
 * @param channels of the weights; 0 where there are none
 * @param zeroChannels channels that became all zero and were not
 * @param sqnrDb of the weights against the original's, in decibels; empty where they cannot be compared
 */
record WeightFacts(int channels, int zeroChannels, OptionalDouble sqnrDb) {
    static final WeightFacts NONE = new WeightFacts(0, 0, OptionalDouble.empty());

    private static final int DEPTHWISE_AXIS = 3;

    /**
     * @param before the original's operator
     * @param factors of scaled activations of the original, by channel; a weight that reads or makes one is scaled against it
     */
    static WeightFacts of(Operator before, Operator after, Map<Tensor, List<Double>> factors) {
        Optional<Integer> position = position(after);
        if (position.isEmpty() || before.type() != after.type()) {
            return NONE;
        }
        Tensor weights =
                Conversions.constant(after.input(position.get()).orElseThrow()).orElseThrow();
        int axis = axis(after, weights);
        Optional<Tensor> source = before.input(position.get())
                .flatMap(Conversions::constant)
                .filter(tensor -> tensor.shape().equals(weights.shape()));
        Optional<ConstantValues> right = source.flatMap(ConstantValues::of);
        Optional<ConstantValues> other = ConstantValues.of(weights);
        ChannelLayout layout = ChannelLayout.of(weights.shape(), axis);
        if (right.isEmpty() || other.isEmpty()) {
            return new WeightFacts(layout.channels(), 0, OptionalDouble.empty());
        }
        return compare(right.get(), other.get(), layout, Rescaling.of(before, weights.shape(), axis, factors));
    }

    private static WeightFacts compare(
            ConstantValues right, ConstantValues other, ChannelLayout layout, Rescaling rescaling) {
        var signals = new double[layout.channels()];
        var kept = new boolean[layout.channels()];
        double signal = 0;
        double error = 0;
        for (int i = 0; i < right.count(); i++) {
            double expected = right.get(i) * rescaling.of(i);
            double found = other.get(i);
            int channel = layout.channel(i);
            signals[channel] += expected * expected;
            kept[channel] |= found != 0;
            signal += expected * expected;
            error += (expected - found) * (expected - found);
        }
        int zero = 0;
        for (int c = 0; c < kept.length; c++) {
            zero += signals[c] > 0 && !kept[c] ? 1 : 0;
        }
        return new WeightFacts(layout.channels(), zero, decibels(signal, error));
    }

    static OptionalDouble decibels(double signal, double error) {
        double value = error == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / error);
        return Double.isNaN(value) || signal == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Optional<Integer> position(Operator operator) {
        return java.util.stream.IntStream.range(0, operator.inputCount())
                .boxed()
                .filter(i -> operator.input(i)
                        .flatMap(Conversions::constant)
                        .filter(Conversions::isReal)
                        .filter(tensor -> tensor.shape().rank() > 1)
                        .isPresent())
                .max(Comparator.comparingLong(i -> operator.input(i)
                        .flatMap(Conversions::constant)
                        .orElseThrow()
                        .shape()
                        .elements()));
    }

    /** The axis that the scales are along, else the operator's own of its outputs. */
    private static int axis(Operator operator, Tensor weights) {
        Optional<Quantization> perChannel = weights.quantization().filter(Quantization::isPerChannel);
        if (perChannel.isPresent()) {
            return perChannel.get().axis();
        }
        return operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D ? DEPTHWISE_AXIS : 0;
    }
}
