package io.lapidary.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes .npy and .npz as numpy does, from its format's description and not from the reader under test. */
final class Npy {
    private Npy() {}

    /** A whole file of format 1. */
    static byte[] of(String descr, boolean fortran, List<Integer> shape, byte[] elements) {
        return withHeader(1, header(descr, fortran, shape), elements);
    }

    static String header(String descr, boolean fortran, List<Integer> shape) {
        String dimensions = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + dimensions + (shape.size() == 1 ? "," : "") + "), }";
    }

    static byte[] withHeader(int version, String header, byte[] elements) {
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        int padded = (8 + lengthBytes + text.length + 1 + 63) / 64 * 64 - 8 - lengthBytes;
        var file = ByteBuffer.allocate(8 + lengthBytes + padded + elements.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            file.putShort((short) padded);
        } else {
            file.putInt(padded);
        }
        byte[] spaces = new byte[padded - text.length - 1];
        Arrays.fill(spaces, (byte) ' ');
        return file.put(text).put(spaces).put((byte) '\n').put(elements).array();
    }

    /** Elements of a dtype such as {@code <f4}. */
    static byte[] encode(String descr, double... values) {
        int width = descr.charAt(2) - '0';
        var bytes = ByteBuffer.allocate(values.length * width)
                .order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (descr.substring(1)) {
                case "f4" -> bytes.putFloat((float) value);
                case "f8" -> bytes.putDouble(value);
                case "f2" -> bytes.putShort(half(value));
                case "i1", "u1", "b1" -> bytes.put((byte) (long) value);
                case "i2", "u2" -> bytes.putShort((short) (long) value);
                case "i4", "u4" -> bytes.putInt((int) (long) value);
                case "i8", "u8" -> bytes.putLong((long) value);
                default -> throw new IllegalArgumentException(descr);
            }
        }
        return bytes.array();
    }

    /** Of values that binary16 holds exactly, normal ones and zero. */
    private static short half(double value) {
        if (value == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value);
        int fraction = (int) ((Math.abs(value) / Math.scalb(1.0, exponent) - 1) * 1024);
        return (short) ((value < 0 ? 0x8000 : 0) | exponent + 15 << 10 | fraction);
    }

    static Path write(Path file, String descr, List<Integer> shape, double... values) throws IOException {
        return Files.write(file, of(descr, false, shape, encode(descr, values)));
    }

    /** An archive; {@code deflated} as savez_compressed, else stored as savez. */
    static Path archive(Path file, boolean deflated, Map<String, byte[]> arrays) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(archive(deflated, arrays));
        }
        return file;
    }

    private static byte[] archive(boolean deflated, Map<String, byte[]> arrays) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var array : arrays.entrySet()) {
                var entry = new ZipEntry(array.getKey() + ".npy");
                if (!deflated) {
                    var crc = new CRC32();
                    crc.update(array.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(array.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(array.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
