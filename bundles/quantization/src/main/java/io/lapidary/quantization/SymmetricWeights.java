package io.lapidary.quantization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Symmetric quantization of weights to int8: {@code q = round(w / s)}, {@code s = max|w| / 127} by channel, zero point 0,
 * range -127 to 127 (the TensorFlow Lite 8-bit quantization specification).
 *
 * <p>The scale of a channel of zeros is 1; that of a channel so small that its scale would not be a normal number is the
 * smallest normal one, since kernels divide by it. Weights are read a chunk at a time, so a large mapped tensor never lies in
 * the heap.
 */
public final class SymmetricWeights {
    /** The largest quantized magnitude; -128 is left out, which keeps the range symmetric. */
    public static final int LIMIT = 127;

    private static final int CHUNK = 1 << 16;

    private SymmetricWeights() {}

    /**
     * The scale of each channel.
     *
     * @param weights finite, {@code layout.elements()} of them from position 0
     */
    public static float[] scales(FloatBuffer weights, ChannelLayout layout) {
        float[] largest = new float[layout.channels()];
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        int channel = 0;
        int left = layout.inner();
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                largest[channel] = Math.max(largest[channel], Math.abs(values[i]));
                if (--left == 0) {
                    left = layout.inner();
                    channel = channel + 1 == layout.channels() ? 0 : channel + 1;
                }
            }
        }
        for (int c = 0; c < largest.length; c++) {
            largest[c] = largest[c] == 0 ? 1 : Math.max(largest[c] / LIMIT, Float.MIN_NORMAL);
        }
        return largest;
    }

    /** Writes the quantized weights, in the weights' order, one byte each. */
    public static void quantize(FloatBuffer weights, ChannelLayout layout, float[] scales, WritableByteChannel out)
            throws IOException {
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        byte[] bytes = new byte[values.length];
        int channel = 0;
        int left = layout.inner();
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                bytes[i] = quantize(values[i], scales[channel]);
                if (--left == 0) {
                    left = layout.inner();
                    channel = channel + 1 == layout.channels() ? 0 : channel + 1;
                }
            }
            for (var rest = ByteBuffer.wrap(bytes, 0, chunk); rest.hasRemaining(); ) {
                out.write(rest);
            }
        }
    }

    /** One weight. Rounds half away from zero, as the reference implementation does. */
    public static byte quantize(float weight, float scale) {
        // The half is added in double, where the sum is exact.
        double scaled = weight / scale;
        int rounded = (int) (scaled + (scaled < 0 ? -0.5 : 0.5));
        return (byte) Math.max(-LIMIT, Math.min(LIMIT, rounded));
    }

    /** The largest magnitude: infinite or NaN if one of the weights is. */
    public static float largest(FloatBuffer weights) {
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        float largest = 0;
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
        }
        return largest;
    }
}
