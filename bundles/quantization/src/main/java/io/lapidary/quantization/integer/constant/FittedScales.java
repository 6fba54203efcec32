package io.lapidary.quantization.integer.constant;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Tensor;

/**
 * Looks for scales whose integers are nearer to the weights: among some a little wider than {@code max|w| / 127}, so that nothing is
 * clipped, those of the least squared error by channel (the search of Choukroun et al. 2019, Low-bit Quantization of Neural
 * Networks for Efficient Inference, section 3, without clipping). How the weights of a channel fall between its steps is a matter
 * of chance, and the best of many chances is better than the first.
 */
final class FittedScales {
    private static final int TRIALS = 32;
    /** The widest is wider by this part. */
    private static final double WIDEST = 0.0625;

    private final FloatBuffer weights;
    private final ChannelLayout layout;

    private FittedScales(FloatBuffer weights, ChannelLayout layout) {
        this.weights = weights;
        this.layout = layout;
    }

    /** @param least scales, by channel */
    static float[] of(Tensor weights, ChannelLayout layout, float[] least) {
        var search = new FittedScales(weights.data().asFloatBuffer(), layout);
        float[] best = least.clone();
        double[] errors = search.errors(least);
        for (int trial = 1; trial <= TRIALS; trial++) {
            float[] tried = new float[least.length];
            for (int c = 0; c < tried.length; c++) {
                tried[c] = (float) (least[c] * (1 + WIDEST * trial / TRIALS));
            }
            double[] found = search.errors(tried);
            for (int c = 0; c < tried.length; c++) {
                if (found[c] < errors[c] && Float.isFinite(tried[c])) {
                    errors[c] = found[c];
                    best[c] = tried[c];
                }
            }
        }
        return best;
    }

    /** By channel, the sum of squared distances to the nearest multiples of the scale. */
    private double[] errors(float[] scales) {
        double[] errors = new double[scales.length];
        int i = 0;
        for (int outer = 0; outer < layout.outer(); outer++) {
            for (int c = 0; c < scales.length; c++) {
                double sum = 0;
                for (int inner = 0; inner < layout.inner(); inner++) {
                    double steps = weights.get(i++) / (double) scales[c];
                    double apart = steps - Math.rint(steps);
                    sum += apart * apart;
                }
                errors[c] += sum * scales[c] * scales[c];
            }
        }
        return errors;
    }
}
