package io.lapidary.quantization;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import io.lapidary.model.BufferContent;

/**
 * Scales of block-wise weights: stored as float16, and made bfloat16 by XNNPACK. Only numbers that both hold are taken, of
 * eight significant bits, so that every kernel computes with the scale that the weights were rounded by.
 */
public final class BlockScales {
    /** The smallest normal float16. */
    private static final float LEAST = 0x1p-14f;

    private static final int DROPPED_BITS = 16;
    private static final int HALF = 1 << DROPPED_BITS - 1;

    private BlockScales() {}

    /**
     * The nearest storable scales; too small ones become the smallest. Empty if the weights are too large for them, or so small
     * that all blocks' scales would be lifted.
     */
    public static Optional<float[]> storable(float[] scales) {
        float[] rounded = new float[scales.length];
        boolean anyInRange = false;
        for (int i = 0; i < scales.length; i++) {
            int bits = Float.floatToRawIntBits(scales[i]) + HALF >> DROPPED_BITS << DROPPED_BITS;
            rounded[i] = Math.max(LEAST, Float.intBitsToFloat(bits));
            anyInRange |= scales[i] >= LEAST;
            if (rounded[i] > Float16.MAX) {
                return Optional.empty();
            }
        }
        return anyInRange ? Optional.of(rounded) : Optional.empty();
    }

    /** Their bytes as float16. */
    public static BufferContent content(float[] storable) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(storable.length, Short.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float scale : storable) {
            bytes.putShort(Float16.of(scale));
        }
        return BufferContent.of(bytes.flip());
    }
}
