package io.lapidary.dataset.internal.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import io.lapidary.api.LapidaryException;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * Decodes images by {@code javax.imageio} to 8-bit grey or RGB. Samples of more bits keep their upper 8; alpha is dropped, not blended; of
 * an animation the first picture is taken; orientation tags and colour profiles are not applied.
 */
public final class ImageDecoder {
    static final long MOST_PIXELS = 40_000_000;
    private static final long LARGEST_FILE = 64L << 20;
    private static final int BYTE_BITS = 8;
    private static final int LEAST_GIF_ROWS = 5;

    private ImageDecoder() {}

    public static DecodedImage decode(ImageEntry entry) throws LapidaryException {
        try {
            byte[] encoded = encoded(entry);
            try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
                Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
                if (!readers.hasNext()) {
                    throw DataErrors.unsupported(
                            entry.name(), "its bytes are no image that can be read", "Convert it to PNG or JPEG.");
                }
                ImageReader reader = readers.next();
                try {
                    reader.setInput(in, true, true);
                    return decode(entry, reader);
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException e) {
            throw unreadable(entry.name(), e);
        } catch (RuntimeException e) {
            // the JDK's readers throw what comes to them at damaged files
            throw DataErrors.unreadable(entry.name(), new IOException("damaged image (" + e + ")", e));
        }
    }

    /** The JDK's readers wrap whatever they meet, want of heap too, which is no damage of the image. */
    static LapidaryException unreadable(String name, IOException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError heap) {
                throw heap;
            }
        }
        return DataErrors.unreadable(name, e);
    }

    private static byte[] encoded(ImageEntry entry) throws IOException, LapidaryException {
        if (entry.size() <= LARGEST_FILE) {
            try (InputStream in = entry.open()) {
                byte[] bytes = in.readNBytes((int) LARGEST_FILE + 1);
                if (bytes.length <= LARGEST_FILE) {
                    return bytes;
                }
            }
        }
        throw DataErrors.unsupported(
                entry.name(), "the image file is over the limit of " + LARGEST_FILE + " bytes", "Scale it down.");
    }

    /** The size is in the header, so that a bomb is refused before a pixel of it is decoded. */
    private static DecodedImage decode(ImageEntry entry, ImageReader reader) throws IOException, LapidaryException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
            throw DataErrors.unsupported(
                    entry.name(),
                    "the image has " + reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels, the limit is "
                            + MOST_PIXELS,
                    "Scale it down.");
        }
        if (reader.getHeight(0) < LEAST_GIF_ROWS && reader.getFormatName().equals("gif")) {
            // the JDK's reader drops rows of interlaced ones
            throw DataErrors.unsupported(
                    entry.name(), "GIFs of fewer than " + LEAST_GIF_ROWS + " rows are not read", "Convert it to PNG.");
        }
        BufferedImage image = reader.read(0);
        return image.getColorModel() instanceof IndexColorModel palette
                ? fromPalette(image, palette)
                : fromSamples(image);
    }

    /** A palette's colours are exact; it counts as grey if all of them are. */
    private static DecodedImage fromPalette(BufferedImage image, IndexColorModel palette) {
        boolean grey = true;
        for (int i = 0; i < palette.getMapSize(); i++) {
            grey &= palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
        }
        int channels = grey ? 1 : 3;
        Raster raster = image.getRaster();
        byte[] bytes = new byte[image.getWidth() * image.getHeight() * channels];
        int[] row = new int[image.getWidth()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int index : row) {
                bytes[at++] = (byte) palette.getRed(index);
                if (!grey) {
                    bytes[at++] = (byte) palette.getGreen(index);
                    bytes[at++] = (byte) palette.getBlue(index);
                }
            }
        }
        return new DecodedImage(image.getHeight(), image.getWidth(), channels, bytes);
    }

    /** From the raster itself: {@code getRGB} would bend grey values by a gamma curve. */
    private static DecodedImage fromSamples(BufferedImage image) {
        Raster raster = image.getRaster();
        int channels = raster.getNumBands() >= 3 ? 3 : 1;
        byte[] bytes = new byte[image.getWidth() * image.getHeight() * channels];
        int[] row = new int[image.getWidth()];
        for (int band = 0; band < channels; band++) {
            int bits = raster.getSampleModel().getSampleSize(band);
            for (int y = 0; y < image.getHeight(); y++) {
                raster.getSamples(0, y, row.length, 1, band, row);
                int at = y * row.length * channels + band;
                for (int value : row) {
                    bytes[at] = (byte) (bits > BYTE_BITS ? value >> bits - BYTE_BITS : value);
                    at += channels;
                }
            }
        }
        return new DecodedImage(image.getHeight(), image.getWidth(), channels, bytes);
    }
}
