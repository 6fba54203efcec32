package io.lapidary.quantization.statistics;

import io.lapidary.api.engine.PatchSource;
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
        boolean rows = source.kind() == PatchSource.Kind.ROWS;
        // A flattened image is as many places, one behind the other.
        int own = rows ? fitting.channels() : source.channels() / source.groups();
        TapSets taps = rows ? TapSets.all(source.channels() / own) : TapSets.of(layer);
        return new Patches(fitting, own, taps);
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
