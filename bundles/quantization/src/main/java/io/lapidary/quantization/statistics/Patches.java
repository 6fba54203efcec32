package io.lapidary.quantization.statistics;

import io.lapidary.api.engine.PatchSource;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.layer.LinearLayer;

/**
 * What a layer's weights meet: taps, each of which is one place with some channels.
 *
 * @param statistics of the layer's input, by as many channels as a patch can be told by
 * @param own channels that a tap has
 * @param taps that meet the input together
 */
record Patches(ChannelStatistics statistics, int own, TapSets taps) {
    static Patches of(LinearLayer layer, ChannelStatistics input) {
        PatchSource source = layer.source();
        var fitting = input.folded(Channels.greatestCommon(input.channels(), source.channels()));
        if (source.kind() != PatchSource.Kind.ROWS) {
            return new Patches(fitting, source.channels() / source.groups(), TapSets.of(layer));
        }
        if (!isFlattened(layer.data(), source.channels())) {
            return new Patches(fitting.repeated(source.channels()), source.channels(), TapSets.all(1));
        }
        return new Patches(fitting, fitting.channels(), TapSets.all(source.channels() / fitting.channels()));
    }

    /** Whether its rows, of so many elements, are images of several places, one behind the other. */
    private static boolean isFlattened(Tensor data, int length) {
        return data.producer()
                .filter(maker -> maker.type() == BuiltinOperator.RESHAPE)
                .flatMap(maker -> maker.input(0))
                .filter(before -> Channels.of(before) > 0 && Channels.of(before) < length)
                .isPresent();
    }

    int tap(int element) {
        return element / own;
    }

    int channel(int group, int element) {
        return (group * own + element % own) % statistics.channels();
    }

    /** By tap, at which share of places it meets the input. */
    double[] shares() {
        double[] shares = new double[taps.count()];
        for (TapSets.Set set : taps.sets()) {
            for (int tap : set.taps()) {
                shares[tap] += set.share();
            }
        }
        return shares;
    }
}
