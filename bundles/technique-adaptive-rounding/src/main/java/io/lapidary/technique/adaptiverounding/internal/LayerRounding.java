package io.lapidary.technique.adaptiverounding.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.BitSet;

import io.lapidary.model.ChannelLayout;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.ScaleSearch;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.PatchMoments;
import io.lapidary.quantization.layer.WeightRows;

/** Rounds all weights of one layer, a block at a time, so that one block's moments lie in memory. */
final class LayerRounding {
    private final LinearLayer layer;
    private final WeightRows rows;
    private final PatchMoments moments;
    private final WeightFormat format;
    private final double damping;
    private final FloatBuffer weights;

    LayerRounding(LinearLayer layer, PatchMoments moments, WeightFormat format, double damping) {
        this.layer = layer;
        this.rows = layer.rows();
        this.moments = moments;
        this.format = format;
        this.damping = damping;
        this.weights = layer.weights().data().asFloatBuffer();
    }

    /** @param perChannel whether each output channel has a scale */
    RoundedLayer round(boolean perChannel) {
        float[] scales = scales(perChannel);
        var up = new BitSet(Math.toIntExact(layer.weights().shape().elements()));
        double nearest = 0;
        double rounded = 0;
        int ofGroup = rows.outputs() / rows.groups();
        for (int group = 0; group < rows.groups(); group++) {
            for (int block = 0; block < moments.blocks(); block++) {
                var rounding = new RowRounding(secondOrder(group, block), format);
                int from = block * moments.block();
                int to = from + moments.size(block);
                for (int output = group * ofGroup; output < (group + 1) * ofGroup; output++) {
                    requireGoingOn();
                    double[] row = rows.row(weights, output, from, to);
                    var result = rounding.round(row, scales[perChannel ? output : 0]);
                    nearest += result.nearest();
                    rounded += result.objective();
                    for (int i = from; i < to; i++) {
                        up.set(rows.element(output, i), result.up()[i - from]);
                    }
                }
            }
        }
        return new RoundedLayer(layer, format, scales, up, nearest, rounded);
    }

    /** Those that the quantizing steps would take: the largest weight's with 8 bits, else those of least squared error. */
    private float[] scales(boolean perChannel) {
        ChannelLayout layout =
                perChannel ? rows.layout() : ChannelLayout.whole(layer.weights().shape());
        float[] largest = Magnitudes.largest(weights, layout);
        return format == WeightFormat.INT8
                ? format.scales(largest)
                : ScaleSearch.leastSquares(weights, layout, format, largest);
    }

    private SecondOrder secondOrder(int group, int block) {
        try {
            return new SecondOrder(moments.products(group, block), moments.size(block), damping);
        } catch (IOException e) {
            throw new UncheckedIOException("moments cannot be read", e);
        }
    }

    private static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("rounding was ended");
        }
    }
}
