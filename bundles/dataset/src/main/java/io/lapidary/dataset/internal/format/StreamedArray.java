package io.lapidary.dataset.internal.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A row-major array, read from a stream that stands where the elements begin. */
final class StreamedArray implements ArrayData {
    private final ArrayHeader header;
    private final InputStream in;
    private final byte[] sample;

    StreamedArray(ArrayHeader header, InputStream in) {
        this.header = header;
        this.in = in;
        this.sample = new byte[Math.toIntExact(header.sampleBytes())];
    }

    @Override
    public ByteBuffer next() throws IOException {
        int read = in.readNBytes(sample, 0, sample.length);
        if (read < sample.length) {
            throw new EOFException("it ends within a sample");
        }
        if (header.bigEndian()) {
            reverseElements(sample, header.elementBytes());
        }
        return ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void reverseElements(byte[] bytes, int width) {
        for (int start = 0; start < bytes.length; start += width) {
            for (int i = start, j = start + width - 1; i < j; i++, j--) {
                byte swap = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = swap;
            }
        }
    }

    @Override
    public void skip(long samples) throws IOException {
        in.skipNBytes(Math.multiplyExact(samples, header.sampleBytes()));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
