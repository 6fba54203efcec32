package io.lapidary.quantization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

import io.lapidary.model.ChannelLayout;

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

    private static final int CHUNK = 1 << 14;

    private SymmetricWeights() {}

    /**
     * The scale of each channel.
     *
     * @param largest magnitude of each channel, as {@link Magnitudes#largest} gives it; finite
     */
    public static float[] scales(float[] largest) {
        float[] scales = new float[largest.length];
        for (int c = 0; c < largest.length; c++) {
            scales[c] = largest[c] == 0 ? 1 : Math.max(largest[c] / LIMIT, Float.MIN_NORMAL);
        }
        return scales;
    }

    /**
     * Writes the quantized weights, in the weights' order, one byte each.
     *
     * @param weights {@code layout.elements()} of them from the position on
     * @param scales one per channel
     */
    public static void quantize(FloatBuffer weights, ChannelLayout layout, float[] scales, WritableByteChannel out)
            throws IOException {
        quantize(weights, layout, scales, WeightRounding.NEAREST, out);
    }

    /**
     * The same, each weight rounded as was decided.
     *
     * @param rounding of the elements from the position on
     */
    public static void quantize(
            FloatBuffer weights, ChannelLayout layout, float[] scales, WeightRounding rounding, WritableByteChannel out)
            throws IOException {
        int done = 0;
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        byte[] bytes = new byte[values.length];
        var walk = new ChannelWalk(layout);
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; ) {
                int end = i + walk.run(chunk - i);
                quantize(values, i, end, scales[walk.channel()], rounding, done, bytes);
                walk.advance(end - i);
                i = end;
            }
            done += chunk;
            for (var rest = ByteBuffer.wrap(bytes, 0, chunk); rest.hasRemaining(); ) {
                out.write(rest);
            }
        }
    }

    private static void quantize(
            float[] values, int start, int end, float scale, WeightRounding rounding, int before, byte[] bytes) {
        boolean nearest = rounding.isNearest();
        for (int i = start; i < end; i++) {
            bytes[i] = nearest
                    ? quantize(values[i], scale)
                    : (byte) rounding.integer(values[i], scale, before + i, WeightFormat.INT8);
        }
    }

    /** One weight. Rounds half away from zero, as the reference implementation does. */
    public static byte quantize(float weight, float scale) {
        // The half is added in double, where the sum is exact.
        double scaled = weight / scale;
        int rounded = (int) (scaled + Math.copySign(0.5, scaled));
        return (byte) Math.max(-LIMIT, Math.min(LIMIT, rounded));
    }
}
