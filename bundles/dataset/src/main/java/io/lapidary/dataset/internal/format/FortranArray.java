package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * An array whose first index runs fastest, so that a sample's elements lie scattered over the whole file: element (n, i1, i2, ...) is at
 * n + N * (i1 + d1 * (i2 + ...)). The same element of neighbouring samples lies together, so a block of samples is read at once,
 * one run of bytes per element, and turned in memory.
 */
final class FortranArray implements ArrayData {
    private static final int BLOCK_BYTES = 1 << 25;
    /** So many cache lines are written to in turn; more would not stay in a core's cache. */
    private static final int BLOCK_SAMPLES = 256;

    private final ArrayHeader header;
    private final RandomAccessFile file;
    private final int[] dimensions;
    private final int sampleBytes;
    private final int blockSamples;
    private byte[] block = new byte[0];
    private long blockStart;
    private int blockCount;
    private long index;

    FortranArray(ArrayHeader header, Path path) throws IOException {
        this.header = header;
        this.dimensions =
                header.shape().stream().skip(1).mapToInt(Math::toIntExact).toArray();
        this.sampleBytes = Math.toIntExact(header.sampleBytes());
        this.blockSamples =
                (int) Math.min(Math.min(Math.max(1, BLOCK_BYTES / sampleBytes), BLOCK_SAMPLES), header.count());
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    @Override
    public ByteBuffer next() throws IOException {
        if (index >= blockStart + blockCount) {
            load();
        }
        int at = Math.toIntExact(index - blockStart) * sampleBytes;
        index++;
        return ByteBuffer.wrap(block, at, sampleBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void load() throws IOException {
        if (block.length == 0) {
            block = new byte[blockSamples * sampleBytes];
        }
        blockStart = index;
        blockCount = (int) Math.min(blockSamples, header.count() - index);
        int width = header.elementBytes();
        byte[] run = new byte[blockCount * width];
        int[] position = new int[dimensions.length];
        long element = index;
        for (int at = 0; at < sampleBytes; at += width) {
            file.seek(header.dataOffset() + element * width);
            file.readFully(run);
            scatter(run, at, width);
            element = advance(position, element);
        }
    }

    /** Gives each sample of the block its element at byte {@code at}. */
    private void scatter(byte[] run, int at, int width) {
        for (int i = 0; i < width; i++) {
            int to = at + (header.bigEndian() ? width - 1 - i : i);
            for (int from = i; from < run.length; from += width) {
                block[to] = run[from];
                to += sampleBytes;
            }
        }
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

    @Override
    public void skip(long samples) {
        index = Math.addExact(index, samples);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
