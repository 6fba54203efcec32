package io.lapidary.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

import io.lapidary.api.dataset.SampleArray;

/**
 * The samples of an array by index, from the mapped file, whatever its size. Safe for several threads. The mapping goes with the
 * reader's last buffer, not with {@link #close}.
 */
public final class SampleArrayReader implements Closeable {
    private static final long SEGMENT = 1L << 30;

    private final SampleArray array;
    private final FileChannel channel;
    private final long count;
    private final long samplesPerSegment;
    private final MappedByteBuffer[] segments;

    private SampleArrayReader(SampleArray array, FileChannel channel) throws IOException {
        this.array = array;
        this.channel = channel;
        long sampleBytes = array.sampleBytes();
        if (sampleBytes > SEGMENT || sampleBytes == 0 || channel.size() % sampleBytes != 0) {
            throw new IOException(array.file() + " has " + channel.size() + " bytes, not a whole number of samples "
                    + array.spec() + " of " + sampleBytes + " bytes");
        }
        count = channel.size() / sampleBytes;
        samplesPerSegment = SEGMENT / sampleBytes;
        segments = new MappedByteBuffer[Math.toIntExact((count + samplesPerSegment - 1) / samplesPerSegment)];
    }

    public static SampleArrayReader open(SampleArray array) throws IOException {
        FileChannel channel = FileChannel.open(array.file(), StandardOpenOption.READ);
        try {
            return new SampleArrayReader(array, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** How many samples the file holds. */
    public long count() {
        return count;
    }

    /**
     * One sample.
     *
     * @param index from 0 to {@link #count} - 1
     * @return read-only, little-endian, from position 0 to the sample's size
     */
    public ByteBuffer sample(long index) throws IOException {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("sample " + index + " of " + count + " in " + array.file());
        }
        int bytes = Math.toIntExact(array.sampleBytes());
        int offset = Math.toIntExact(index % samplesPerSegment * bytes);
        return segment(Math.toIntExact(index / samplesPerSegment))
                .slice(offset, bytes)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private synchronized MappedByteBuffer segment(int number) throws IOException {
        if (segments[number] == null) {
            long segmentBytes = samplesPerSegment * array.sampleBytes();
            long start = number * segmentBytes;
            long length = Math.min(segmentBytes, count * array.sampleBytes() - start);
            segments[number] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        }
        return segments[number];
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
