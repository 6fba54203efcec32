package io.lapidary.dataset.internal.format;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.dataset.internal.source.DataErrors;

/** Reads the header of a .npy file, of format 1, 2 or 3 (numpy.lib.format). */
final class NpyHeader {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;

    private NpyHeader() {}

    /**
     * Reads a header and leaves the stream where the elements begin.
     *
     * @param data what to call the array in messages
     * @throws LapidaryException of code invalid-data, or unsupported-data for arrays that do not hold numbers
     */
    static ArrayHeader read(String data, InputStream stream) throws IOException, LapidaryException {
        var in = new DataInputStream(stream);
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw DataErrors.invalid(data, "it is not in numpy's .npy format", "Write it by numpy.save.");
        }
        int major = in.readUnsignedByte();
        in.readUnsignedByte();
        if (major < 1 || major > 3) {
            throw DataErrors.unsupported(
                    data, "it is .npy of format " + major, "Known are 1, 2 and 3; write it by numpy.save.");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        long length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length |= (long) in.readUnsignedByte() << 8 * i;
        }
        if (length > LONGEST) {
            throw DataErrors.invalid(
                    data, "its header of " + length + " bytes is over the limit of " + LONGEST, "Write it again.");
        }
        byte[] header = new byte[(int) length];
        in.readFully(header);
        long dataOffset = MAGIC.length + 2 + lengthBytes + length;
        String text = new String(header, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return interpret(data, text, dataOffset);
    }

    private static ArrayHeader interpret(String data, String text, long dataOffset) throws LapidaryException {
        Map<?, ?> fields;
        try {
            fields = PythonLiteral.parse(text) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IllegalArgumentException e) {
            throw DataErrors.invalid(
                    data, "its header cannot be read (" + e.getMessage() + ")", "Write it by numpy.save.");
        }
        if (!(fields.get("fortran_order") instanceof Boolean fortran)
                || !(fields.get("shape") instanceof List<?> dimensions)
                || fields.get("descr") == null) {
            throw DataErrors.invalid(data, "its header lacks descr, fortran_order or shape", "Write it by numpy.save.");
        }
        var shape = new ArrayList<Long>();
        for (Object dimension : dimensions) {
            if (!(dimension instanceof Long d) || d < 0 || d > Integer.MAX_VALUE && !shape.isEmpty()) {
                throw DataErrors.invalid(data, "its shape " + dimensions + " is none", "Write it by numpy.save.");
            }
            shape.add(d);
        }
        String descr = fields.get("descr") instanceof String s ? s : "";
        ElementType type = type(descr)
                .orElseThrow(() -> descr.contains("O")
                        ? DataErrors.unsupported(
                                data,
                                "it is an object array, whose reading would run code that it carries",
                                "Save an array of numbers: numpy.save(file, array.astype('float32')).")
                        : DataErrors.unsupported(
                                data,
                                "its element type " + fields.get("descr") + " is not numeric",
                                "Save it as one of f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1."));
        // One dimension, or none that differs from 1 beside the first, is laid out alike both ways.
        boolean strided = fortran && shape.stream().filter(d -> d != 1).count() > 1;
        return ArrayHeader.checked(data, type, descr.startsWith(">"), strided, shape, dataOffset);
    }

    private static Optional<ElementType> type(String descr) {
        boolean ordered = descr.length() == 3 && "<>|=".indexOf(descr.charAt(0)) >= 0;
        if (!ordered) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (descr.substring(1)) {
                    case "f2" -> ElementType.FLOAT16;
                    case "f4" -> ElementType.FLOAT32;
                    case "f8" -> ElementType.FLOAT64;
                    case "i1" -> ElementType.INT8;
                    case "i2" -> ElementType.INT16;
                    case "i4" -> ElementType.INT32;
                    case "i8" -> ElementType.INT64;
                    case "u1" -> ElementType.UINT8;
                    case "u2" -> ElementType.UINT16;
                    case "u4" -> ElementType.UINT32;
                    case "u8" -> ElementType.UINT64;
                    case "b1" -> ElementType.BOOL;
                    default -> null;
                });
    }
}
