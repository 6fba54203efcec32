package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An array whose first index runs fastest, so that a sample's elements lie scattered over the whole file: gathered from the mapped file.
 * Element (n, i1, i2, ...) is at n + N * (i1 + d1 * (i2 + ...)).
 */
final class FortranArray implements ArrayData {
    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT = 1L << SEGMENT_BITS;

    private final ArrayHeader header;
    private final FileChannel channel;
    private final MappedByteBuffer[] segments;
    private final int[] dimensions;
    private final byte[] sample;
    private long index;

    FortranArray(ArrayHeader header, Path file) throws IOException {
        this.header = header;
        this.dimensions =
                header.shape().stream().skip(1).mapToInt(Math::toIntExact).toArray();
        this.sample = new byte[Math.toIntExact(header.sampleBytes())];
        this.segments = new MappedByteBuffer[Math.toIntExact((header.totalBytes() + SEGMENT - 1) / SEGMENT)];
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            for (int i = 0; i < segments.length; i++) {
                long start = i * SEGMENT;
                long length = Math.min(SEGMENT, header.totalBytes() - start);
                segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + start, length);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ByteBuffer next() {
        int[] position = new int[dimensions.length];
        int width = header.elementBytes();
        long element = index;
        for (int at = 0; at < sample.length; at += width) {
            copy(element * width, at, width);
            element = advance(position, element);
        }
        index++;
        return ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** To the next element in row-major order: the last index counts up, with carry to the left. */
    private long advance(int[] position, long element) {
        long stride = header.count();
        for (int dimension : dimensions) {
            stride *= dimension;
        }
        long next = element;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            stride /= dimensions[axis];
            if (++position[axis] < dimensions[axis]) {
                return next + stride;
            }
            position[axis] = 0;
            next -= stride * (dimensions[axis] - 1L);
        }
        return next;
    }

    /** Segments are a multiple of every width, so that no element lies across two. */
    private void copy(long offset, int at, int width) {
        MappedByteBuffer segment = segments[(int) (offset >>> SEGMENT_BITS)];
        int from = (int) (offset & SEGMENT - 1);
        for (int i = 0; i < width; i++) {
            sample[header.bigEndian() ? at + width - 1 - i : at + i] = segment.get(from + i);
        }
    }

    @Override
    public void skip(long samples) {
        index = Math.addExact(index, samples);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
