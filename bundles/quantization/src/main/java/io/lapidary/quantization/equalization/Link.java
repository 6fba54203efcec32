package io.lapidary.quantization.equalization;

/**
 * A pair whose channels are scaled: channel {@code c} of the first is divided by {@code s[c]}, and what the second reads of it
 * multiplied.
 *
 * @param pair the layers
 * @param first how the first layer is scaled
 * @param second how the second is
 * @param limits of the scales
 */
record Link(Pair pair, Scaling first, Scaling second, ScaleLimits limits) {
    double scale(int channel) {
        return first.out()[channel];
    }

    /** Sets a channel's scale, within its limits. */
    void scale(int channel, double scale) {
        first.out()[channel] = limits.hold(channel, scale);
    }

    /** Lets the second layer follow the first's scales. */
    void follow() {
        double[] in = second.in();
        for (int i = 0; i < in.length; i++) {
            in[i] = scale(pair.channelOf(i));
        }
    }

    /** The largest of the second layer's numbers by channel of the first. */
    double[] byChannel(double[] inputs) {
        double[] largest = new double[pair.channels()];
        for (int i = 0; i < inputs.length; i++) {
            int channel = pair.channelOf(i);
            largest[channel] = Math.max(largest[channel], inputs[i]);
        }
        return largest;
    }
}
