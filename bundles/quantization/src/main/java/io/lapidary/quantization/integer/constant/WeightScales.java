package io.lapidary.quantization.integer.constant;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.integer.scheme.Affine;

/**
 * The scales of one operator's weights: {@code max|w| / 127} by channel (the TensorFlow Lite 8-bit quantization
 * specification), wider where the channel's bias would not fit its integers.
 *
 * @param scales one, or one per channel; normal and positive
 * @param axis of the channels; -1 for one scale
 */
public record WeightScales(float[] scales, int axis) {
    /** The largest magnitude of an integer weight; -128 is left out. */
    static final int LIMIT = 127;

    /** The largest magnitude of an integer bias; leaves the accumulator as much again for the products. */
    private static final double BIAS_LIMIT = 0x1p30 - 1;

    public static WeightScales of(Tensor weights, int axis) {
        float[] largest = Magnitudes.largest(weights.data().asFloatBuffer(), layout(weights, axis));
        float[] scales = new float[largest.length];
        for (int c = 0; c < scales.length; c++) {
            // A channel of zeros needs a scale that its bias can be divided by.
            scales[c] = largest[c] == 0 ? 1 : Math.max(largest[c] / LIMIT, Affine.LEAST_SCALE);
        }
        return new WeightScales(scales, axis);
    }

    /** Where weights make most of the error: a little wider where rounded weights come nearer to the weights. */
    public static WeightScales fitted(Tensor weights, int axis) {
        WeightScales least = of(weights, axis);
        return new WeightScales(FittedScales.of(weights, layout(weights, axis), least.scales()), axis);
    }

    private static ChannelLayout layout(Tensor weights, int axis) {
        return axis < 0 ? ChannelLayout.whole(weights.shape()) : ChannelLayout.of(weights.shape(), axis);
    }

    /** These, with each channel's scale so wide that its bias stays below 2^30 steps. */
    public WeightScales holding(FloatBuffer bias, float inputScale) {
        float[] wide = scales.clone();
        for (int c = 0; c < bias.limit(); c++) {
            int at = wide.length == 1 ? 0 : c;
            double least = Math.abs(bias.get(c)) / (BIAS_LIMIT * inputScale);
            wide[at] = (float) Math.max(wide[at], least * (1 + 1e-6));
        }
        return new WeightScales(wide, axis);
    }

    public float scale(int channel) {
        return scales.length == 1 ? scales[0] : scales[channel];
    }

    public float largest() {
        float largest = 0;
        for (float scale : scales) {
            largest = Math.max(largest, scale);
        }
        return largest;
    }
}
