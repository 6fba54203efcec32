package io.lapidary.dataset.internal.convert;

import java.nio.ByteBuffer;

import io.lapidary.api.tensor.ElementType;

/**
 * An image as it was stored.
 *
 * @param planar whether it is [C, H, W] instead of [H, W, C]
 */
record StoredPixels(ByteBuffer bytes, ElementType type, int height, int width, int channels, boolean planar)
        implements PixelRows {
    @Override
    public void row(int y, double[] target) {
        if (!planar) {
            Elements.numbers(bytes, type, y * rowElements(), target, rowElements());
            return;
        }
        for (int c = 0; c < channels; c++) {
            int start = (c * height + y) * width;
            for (int x = 0; x < width; x++) {
                target[x * channels + c] = Elements.number(bytes, type, start + x);
            }
        }
    }
}
