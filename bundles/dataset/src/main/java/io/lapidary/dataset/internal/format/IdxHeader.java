package io.lapidary.dataset.internal.format;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.dataset.internal.source.DataErrors;

/** Reads the header of an IDX file, the format of MNIST: two zero bytes, type, rank, dimensions; all big-endian. */
final class IdxHeader {
    static final int MAGIC_BYTES = 4;
    private static final int HIGHEST_RANK = 8;

    private IdxHeader() {}

    static boolean isMagic(byte[] first) {
        return first.length >= MAGIC_BYTES
                && first[0] == 0
                && first[1] == 0
                && type(first[2]).isPresent()
                && first[3] >= 1
                && first[3] <= HIGHEST_RANK;
    }

    static ArrayHeader read(String data, InputStream stream) throws IOException, LapidaryException {
        var in = new DataInputStream(stream);
        byte[] magic = in.readNBytes(MAGIC_BYTES);
        if (!isMagic(magic)) {
            throw DataErrors.invalid(data, "it is not in the IDX format", "Its first two bytes must be 0.");
        }
        int rank = magic[3];
        var shape = new ArrayList<Long>();
        for (int i = 0; i < rank; i++) {
            long dimension = Integer.toUnsignedLong(in.readInt());
            if (dimension > Integer.MAX_VALUE) {
                throw DataErrors.invalid(data, "dimension " + i + " is " + dimension, "Write it again.");
            }
            shape.add(dimension);
        }
        ElementType type = type(magic[2]).orElseThrow();
        return ArrayHeader.checked(data, type, true, false, shape, MAGIC_BYTES + 4L * rank);
    }

    private static Optional<ElementType> type(byte code) {
        return Optional.ofNullable(
                switch (code) {
                    case 0x08 -> ElementType.UINT8;
                    case 0x09 -> ElementType.INT8;
                    case 0x0B -> ElementType.INT16;
                    case 0x0C -> ElementType.INT32;
                    case 0x0D -> ElementType.FLOAT32;
                    case 0x0E -> ElementType.FLOAT64;
                    default -> null;
                });
    }
}
