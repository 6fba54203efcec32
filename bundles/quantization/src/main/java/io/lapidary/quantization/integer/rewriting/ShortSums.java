package io.lapidary.quantization.integer.rewriting;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.constant.WeightScales;

/** Whether sums of int16 times int8, with their bias, fit 32 bits whatever the activations are. */
final class ShortSums {
    private static final long LARGEST_ACTIVATION = 1 << 15;
    private static final double LARGEST_SUM = 0x1p31 - 1;

    private ShortSums() {}

    static boolean fit(Tensor weights, Tensor bias, WeightScales scales, float inputScale) {
        ChannelLayout layout = ChannelLayout.of(weights.shape(), 0);
        FloatBuffer values = weights.data().asFloatBuffer();
        double[] sums = new double[layout.channels()];
        for (int i = 0; i < layout.elements(); i++) {
            int channel = i / layout.inner();
            // One step more than the rounding gives, for the bias may be corrected too.
            sums[channel] += (Math.abs(values.get(i)) / scales.scale(channel) + 1) * LARGEST_ACTIVATION;
        }
        FloatBuffer biases = bias.data().asFloatBuffer();
        for (int c = 0; c < sums.length && c < biases.limit(); c++) {
            sums[c] += Math.abs(biases.get(c)) / ((double) scales.scale(c) * inputScale);
            if (!(sums[c] < LARGEST_SUM)) {
                return false;
            }
        }
        return true;
    }
}
