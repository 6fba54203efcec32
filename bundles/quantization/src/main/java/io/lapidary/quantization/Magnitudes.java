package io.lapidary.quantization;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;

/** The largest magnitudes of weights, found in one pass, a chunk at a time. */
public final class Magnitudes {
    private static final int CHUNK = 1 << 14;
    private static final int SIGNLESS = 0x7fffffff;

    private Magnitudes() {}

    /**
     * The largest magnitude of each channel: infinite or NaN if one of its weights is.
     *
     * @param weights {@code layout.elements()} of them from the position on
     */
    public static float[] largest(FloatBuffer weights, ChannelLayout layout) {
        // Without their sign, floats are in the order of their bits, NaN behind infinity.
        int[] bits = new int[layout.channels()];
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        var walk = new ChannelWalk(layout);
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; ) {
                int end = i + walk.run(chunk - i);
                int channel = walk.channel();
                if (end == i + 1) {
                    bits[channel] = Math.max(bits[channel], Float.floatToRawIntBits(values[i]) & SIGNLESS);
                } else {
                    bits[channel] = Math.max(bits[channel], largest(values, i, end));
                }
                walk.advance(end - i);
                i = end;
            }
        }
        float[] largest = new float[bits.length];
        for (int c = 0; c < bits.length; c++) {
            largest[c] = Float.intBitsToFloat(bits[c]);
        }
        return largest;
    }

    private static int largest(float[] values, int start, int end) {
        int largest = 0;
        for (int i = start; i < end; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & SIGNLESS);
        }
        return largest;
    }

    /** The largest magnitude of all: infinite or NaN if one of the weights is. */
    public static float largest(FloatBuffer weights) {
        return largest(weights, new ChannelLayout(1, 1, Math.max(1, weights.remaining())))[0];
    }
}
