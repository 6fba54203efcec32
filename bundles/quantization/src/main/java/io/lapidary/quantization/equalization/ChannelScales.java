package io.lapidary.quantization.equalization;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * What an equalization does between two layers.
 *
 * @param first makes the channels
 * @param second reads them
 * @param between the activations from the one to the other, in order
 * @param scales by channel, what the activations are divided by
 */
public record ChannelScales(Operator first, Operator second, List<Tensor> between, List<Double> scales) {
    public ChannelScales {
        between = List.copyOf(between);
        scales = List.copyOf(scales);
    }

    static ChannelScales of(Link link) {
        var scales = new ArrayList<Double>();
        for (int c = 0; c < link.pair().channels(); c++) {
            scales.add(link.scale(c));
        }
        return new ChannelScales(
                link.pair().first().operator(),
                link.pair().second().operator(),
                link.pair().between(),
                scales);
    }
}
