package io.lapidary.dataset.internal.tfrecord;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

import io.lapidary.api.LapidaryException;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * The records of a TFRecord file: length (uint64), masked CRC-32C of the length, bytes, masked CRC-32C of the bytes, all little-endian
 * (tensorflow/core/lib/io/record_writer.h). Offsets are in the expanded file.
 */
final class RecordReader implements Closeable {
    static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
    private static final int LARGEST_RECORD = 64 << 20;
    private static final int MASK_DELTA = 0xa282ead8;
    private static final String REMEDY = "The file is truncated or damaged; write it again.";

    private final String data;
    private final InputStream in;
    private long index = -1;
    private long offset;
    private long next;

    /** @param in expanded and buffered */
    RecordReader(String data, InputStream in) {
        this.data = data;
        this.in = in;
    }

    /** Whether bytes begin as a record does. */
    static boolean isHeader(byte[] first) {
        if (first.length < HEADER_BYTES) {
            return false;
        }
        var header = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
        return masked(first, Long.BYTES) == header.getInt(Long.BYTES);
    }

    /** As in {@code record 3 at byte 4711}: the one that came last. */
    String place() {
        return "record " + index + " at byte " + offset;
    }

    /** The bytes of the next record; empty at the end. */
    Optional<byte[]> next() throws IOException, LapidaryException {
        index++;
        offset = next;
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < HEADER_BYTES) {
            throw truncated();
        }
        if (!isHeader(header)) {
            throw DataErrors.invalid(data, place() + ": the checksum of its length is wrong", REMEDY);
        }
        long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > LARGEST_RECORD) {
            throw DataErrors.unsupported(
                    data,
                    place() + " has " + Long.toUnsignedString(length) + " bytes, the limit is " + LARGEST_RECORD,
                    "Write smaller records.");
        }
        byte[] bytes = read((int) length);
        byte[] checksum = read(Integer.BYTES);
        int expected = ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int found = masked(bytes, bytes.length);
        if (found != expected) {
            throw DataErrors.invalid(
                    data, place() + String.format(": its checksum is %08x, expected is %08x", found, expected), REMEDY);
        }
        next = offset + HEADER_BYTES + length + Integer.BYTES;
        return Optional.of(bytes);
    }

    /** {@code readNBytes} goes piece by piece, so that a length that lies takes no more memory than there are bytes. */
    private byte[] read(int length) throws IOException, LapidaryException {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw truncated();
            }
            return bytes;
        } catch (EOFException e) {
            throw truncated();
        }
    }

    private LapidaryException truncated() {
        return DataErrors.invalid(data, "it ends within " + place(), REMEDY);
    }

    private static int masked(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
