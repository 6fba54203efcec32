package io.lapidary.quantization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

import io.lapidary.model.ChannelLayout;

/**
 * Weights as int4 in TensorFlow Lite's packing: row-major without gaps, two's complement, an even element in the low four bits
 * of its byte, the last byte filled with zeros.
 */
public final class PackedWeights {
    /** Even, so that a byte never lies in two chunks. */
    private static final int CHUNK = 1 << 14;

    private PackedWeights() {}

    /**
     * Writes the quantized weights, in the weights' order.
     *
     * @param weights {@code layout.elements()} of them from the position on
     * @param format of four bits
     * @param scales one per channel
     * @param rounding of the elements from the position on
     */
    public static void quantize(
            FloatBuffer weights,
            ChannelLayout layout,
            WeightFormat format,
            float[] scales,
            WeightRounding rounding,
            WritableByteChannel out)
            throws IOException {
        int done = 0;
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        byte[] bytes = new byte[(values.length + 1) / 2];
        var walk = new ChannelWalk(layout);
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                int nibble = integer(format, values[i], scales[walk.channel()], rounding, done + i) & 0xf;
                bytes[i / 2] = (byte) (i % 2 == 0 ? nibble : bytes[i / 2] | nibble << 4);
                walk.advance(1);
            }
            done += chunk;
            for (var rest = ByteBuffer.wrap(bytes, 0, (chunk + 1) / 2); rest.hasRemaining(); ) {
                out.write(rest);
            }
        }
    }

    private static int integer(WeightFormat format, float weight, float scale, WeightRounding rounding, int element) {
        return rounding.isNearest() ? format.quantize(weight, scale) : rounding.integer(weight, scale, element, format);
    }
}
