package io.lapidary.it.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes samples and labels as {@code .npz}: {@code x}, float32, and {@code y}, int64. */
public final class Npz {
    private static final int ALIGNMENT = 64;

    private Npz() {}

    /**
     * @param shape of all samples together
     * @param x row-major
     * @param y one label a sample
     */
    public static Path write(Path file, int[] shape, float[] x, long[] y) throws IOException {
        ByteBuffer values = ByteBuffer.allocate(4 * x.length).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(x);
        ByteBuffer labels = ByteBuffer.allocate(8 * y.length).order(ByteOrder.LITTLE_ENDIAN);
        labels.asLongBuffer().put(y);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "x.npy", "<f4", shape, values.array());
            entry(zip, "y.npy", "<i8", new int[] {y.length}, labels.array());
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name, String type, int[] shape, byte[] values)
            throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(header(type, shape));
        zip.write(values);
        zip.closeEntry();
    }

    /** NPY format 1.0: magic, version, length, and a Python literal padded so that the values are aligned. */
    private static byte[] header(String type, int[] shape) {
        String dims = Arrays.stream(shape).mapToObj(dim -> dim + ",").collect(Collectors.joining(" "));
        String literal = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + dims + "), }";
        int length = ALIGNMENT * ((10 + literal.length() + 1 + ALIGNMENT - 1) / ALIGNMENT) - 10;
        byte[] text = (literal + " ".repeat(length - literal.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        out.write(0x93);
        out.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
        out.write(1);
        out.write(0);
        out.write(length & 0xff);
        out.write(length >> 8);
        out.writeBytes(text);
        return out.toByteArray();
    }
}
