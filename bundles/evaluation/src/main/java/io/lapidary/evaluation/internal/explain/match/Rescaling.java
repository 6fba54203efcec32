package io.lapidary.evaluation.internal.explain.match;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

/**
 * By what a weight is scaled where the activations around it are: the factor of the channel that it makes, over that of the
 * channel that it reads.
 */
public final class Rescaling {
    private final List<Double> made;
    private final List<Double> read;
    private final ChannelLayout makes;
    private final ChannelLayout reads;
    /** How many channels a depthwise operator makes of one. */
    private final int multiplier;

    private Rescaling(List<Double> made, List<Double> read, ChannelLayout makes, ChannelLayout reads, int multiplier) {
        this.made = made;
        this.read = read;
        this.makes = makes;
        this.reads = reads;
        this.multiplier = multiplier;
    }

    /** @param axis of the weights along which the channels are that they make */
    public static Rescaling of(Operator operator, Shape weights, int axis, Map<Tensor, List<Double>> factors) {
        boolean depthwise = operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        Optional<Tensor> data =
                operator.inputs().stream().filter(Conversions::isActivation).findFirst();
        List<Double> read =
                data.map(tensor -> factors.getOrDefault(tensor, List.of())).orElse(List.of());
        ChannelLayout makes = ChannelLayout.of(weights, axis);
        boolean several = depthwise && !read.isEmpty();
        return new Rescaling(
                factors.getOrDefault(operator.output(), List.of()),
                read,
                makes,
                depthwise ? makes : ChannelLayout.of(weights, weights.rank() - 1),
                several ? Math.max(1, makes.channels() / read.size()) : 1);
    }

    public double of(int element) {
        return at(made, makes.channel(element), 1) / at(read, reads.channel(element), multiplier);
    }

    /** Places that are flattened to one axis repeat the channels. */
    private static double at(List<Double> factors, int channel, int multiplier) {
        return factors.isEmpty() ? 1 : factors.get(channel / multiplier % factors.size());
    }
}
