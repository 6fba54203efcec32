package io.lapidary.quantization.statistics;

import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.WeightRows;

/**
 * What a network tells of its activations without a sample: each layer's weights and bias (which hold the batch normalization
 * that was folded into them) turn the means and variances of its inputs into those of its outputs, as if these were normally
 * distributed and channels independent, and activation functions bend them (Nagel et al. 2019, Data-Free Quantization Through
 * Weight Equalization and Bias Correction, section 4.2 and appendix C). Elements of one channel at several places of an image are
 * taken for independent or for equal, whichever spreads a layer's outputs more; by pools and means for equal.
 *
 * <p>No engine takes part and no function of the platform's own, so every node comes to the same numbers.
 */
public final class NetworkStatistics {
    private final Known known;

    /**
     * @param given what is known of tensors, inputs mostly; goes before what follows from others
     * @param deviations standard deviations about a channel's mean beyond which no element is looked for
     */
    public NetworkStatistics(Subgraph graph, Map<Tensor, ChannelStatistics> given, double deviations) {
        this.known = new Known(deviations);
        given.forEach((tensor, statistics) -> known.put(tensor, Distribution.of(everyChannel(tensor, statistics))));
        for (Operator operator : graph.operators()) {
            var made = StatisticsRules.of(operator).of(operator, known);
            for (int i = 0; i < made.size(); i++) {
                Optional<Tensor> output = operator.output(i);
                if (output.isPresent() && !known.contains(output.get())) {
                    known.put(output.get(), made.get(i));
                }
            }
        }
    }

    /** What is said of all of them holds of each, which does not make them depend on each other. */
    private ChannelStatistics everyChannel(Tensor tensor, ChannelStatistics statistics) {
        int channels = Math.max(1, Channels.of(tensor));
        return statistics.reaching(known.deviations()).repeated(Channels.leastCommon(channels, statistics.channels()));
    }

    /** Of an activation or constant; empty where nothing can be told. */
    public Optional<ChannelStatistics> of(Tensor tensor) {
        return known.statistics(tensor);
    }

    /** Means of a layer's patches as its kernel meets them, padding included, by group; empty where nothing can be told. */
    public Optional<double[][]> patchMeans(LinearLayer layer) {
        return known.statistics(layer.data()).map(statistics -> {
            Patches patches = Patches.of(layer, statistics);
            double[] inside = patches.shares();
            WeightRows rows = layer.rows();
            double[][] means = new double[rows.groups()][rows.length()];
            for (int group = 0; group < rows.groups(); group++) {
                for (int i = 0; i < rows.length(); i++) {
                    means[group][i] =
                            inside[patches.tap(i)] * patches.statistics().means()[patches.channel(group, i)];
                }
            }
            return means;
        });
    }
}
