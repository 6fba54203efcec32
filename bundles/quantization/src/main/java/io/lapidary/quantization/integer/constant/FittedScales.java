package io.lapidary.quantization.integer.constant;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Tensor;

/**
 * Looks for scales whose integers are nearer to the weights: among some a little wider than {@code max|w| / 127}, so that nothing is
 * clipped, those of the least squared error by channel (the search of Choukroun et al. 2019, Low-bit Quantization of Neural
 * Networks for Efficient Inference, section 3, without clipping).
 */
final class FittedScales {
    private FittedScales() {}

    /** @param least scales, by channel */
    static float[] of(Tensor weights, ChannelLayout layout, float[] least) {
        FloatBuffer values = weights.data().asFloatBuffer();
        var trials = new ScaleTrials(least);
        int i = 0;
        for (int outer = 0; outer < layout.outer(); outer++) {
            for (int c = 0; c < least.length; c++) {
                for (int inner = 0; inner < layout.inner(); inner++) {
                    trials.add(c, values.get(i++));
                }
            }
        }
        return trials.best();
    }
}
