package io.lapidary.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

/** Makes image files. */
final class Images {
    private Images() {}

    /** Grey, row by row; {@code type} of BufferedImage, of 8 or 16 bits. */
    static byte[] grey(String format, int type, int width, int... values) throws IOException {
        var image = new BufferedImage(width, values.length / width, type);
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, values[i]);
        }
        return encode(format, image);
    }

    /** Colours as 0xAARRGGBB, row by row. */
    static byte[] colour(String format, int type, int width, int... values) throws IOException {
        var image = new BufferedImage(width, values.length / width, type);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % width, i / width, values[i]);
        }
        return encode(format, image);
    }

    static byte[] palette(String format, int[] colours, int width, int... indices) throws IOException {
        var model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        var image = new BufferedImage(width, indices.length / width, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < indices.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, indices[i]);
        }
        return encode(format, image);
    }

    private static byte[] encode(String format, BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer of " + format);
        }
        return out.toByteArray();
    }

    /** A PNG that declares a size and holds nothing of it. */
    static byte[] bomb(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        var header = new ByteArrayOutputStream();
        var fields = new DataOutputStream(header);
        fields.writeBytes("IHDR");
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.toByteArray());
        var chunk = new DataOutputStream(out);
        chunk.writeInt(13);
        chunk.write(header.toByteArray());
        chunk.writeInt((int) crc.getValue());
        return out.toByteArray();
    }

    /** Path in the folder to content. */
    static Path folder(Path folder, Map<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    static Path zip(Path archive, Map<String, byte[]> files) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return archive;
    }
}
