package io.lapidary.quantization.equalization;

import java.util.Arrays;

/**
 * What becomes of a layer: weight {@code (o, i)} becomes {@code w * in[i] / out[o]}, the bias {@code b / out[o] - absorbed[o]}
 * and whatever the inputs' absorbed parts come to.
 */
final class Scaling {
    private final double[] out;
    private final double[] in;
    private final double[] absorbedOut;
    private final double[] absorbedIn;

    Scaling(WeightGeometry geometry) {
        out = ones(geometry.outputs());
        in = ones(geometry.inputs());
        absorbedOut = new double[out.length];
        absorbedIn = new double[in.length];
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** By what each output channel is divided. */
    double[] out() {
        return out;
    }

    /** By what each input channel's weights are multiplied. */
    double[] in() {
        return in;
    }

    /** What each output channel, divided, gives to the layer behind. */
    double[] absorbedOut() {
        return absorbedOut;
    }

    /** What is missing of each input channel, divided as it comes. */
    double[] absorbedIn() {
        return absorbedIn;
    }

    float weight(float weight, int output, int input) {
        return (float) (weight * in[input] / out[output]);
    }
}
