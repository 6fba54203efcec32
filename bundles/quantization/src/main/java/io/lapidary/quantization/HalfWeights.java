package io.lapidary.quantization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/** Weights as float16, converted a chunk at a time. */
public final class HalfWeights {
    private static final int CHUNK = 1 << 14;

    private HalfWeights() {}

    /** Writes the weights in their order, two bytes each, little-endian. */
    public static void convert(FloatBuffer weights, WritableByteChannel out) throws IOException {
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        short[] halves = new short[values.length];
        var bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                halves[i] = Float16.of(values[i]);
            }
            bytes.clear().limit(2 * chunk);
            bytes.asShortBuffer().put(halves, 0, chunk);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }
}
