package io.lapidary.dataset.internal.convert;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.dataset.DataOptions.Geometry;
import io.lapidary.dataset.DataOptions.Size;
import io.lapidary.dataset.internal.source.DataErrors;

/** Layout, channels, resize and crop, in this order. */
final class ImagePreparation {
    private static final int MOST_CHANNELS = 4;

    private ImagePreparation() {}

    static PixelRows of(
            String data, long index, ByteBuffer bytes, ElementType type, List<Integer> shape, Geometry geometry)
            throws LapidaryException {
        PixelRows image = stored(data, index, bytes, type, shape, geometry.planar());
        if (geometry.channels().isPresent() && geometry.channels().get() != image.channels()) {
            if (image.channels() > MOST_CHANNELS) {
                throw DataErrors.mismatch(
                        data,
                        "sample " + index + " of shape " + shape + " has " + image.channels() + " channels, 1 to "
                                + MOST_CHANNELS + " expected",
                        "Leave the option channels out, or give layout.");
            }
            image = new ChannelPixels(image, geometry.channels().get());
        }
        if (geometry.resize().isPresent()) {
            Size size = geometry.resize().get();
            image = new ResizedPixels(image, size.height(), size.width());
        }
        if (geometry.crop().isPresent()) {
            image = cropped(data, index, image, geometry.crop().get());
        }
        return image;
    }

    private static PixelRows stored(
            String data, long index, ByteBuffer bytes, ElementType type, List<Integer> shape, boolean planar)
            throws LapidaryException {
        if (shape.size() == 2) {
            return new StoredPixels(bytes, type, shape.get(0), shape.get(1), 1, false);
        }
        if (shape.size() != 3) {
            throw DataErrors.mismatch(
                    data,
                    "sample " + index + " has shape " + shape + ", which is no image of 2 or 3 dimensions",
                    "The options layout, channels, resize and crop are for images; leave them out.");
        }
        return planar
                ? new StoredPixels(bytes, type, shape.get(1), shape.get(2), shape.get(0), true)
                : new StoredPixels(bytes, type, shape.get(0), shape.get(1), shape.get(2), false);
    }

    private static PixelRows cropped(String data, long index, PixelRows image, Size size) throws LapidaryException {
        if (size.height() > image.height() || size.width() > image.width()) {
            throw DataErrors.mismatch(
                    data,
                    "sample " + index + " has " + image.width() + "x" + image.height() + " pixels, less than crop="
                            + size.width() + "x" + size.height(),
                    "Crop less, or add resize.");
        }
        return new CroppedPixels(image, size.height(), size.width());
    }
}
