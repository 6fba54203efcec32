package io.lapidary.evaluation.internal.sample;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

import io.lapidary.api.dataset.SampleArray;

/**
 * The samples of one array, one after the other, with one sample (or a few small ones) in memory at a time. Read, not mapped, so
 * that the file can be removed as soon as this is closed, on every system.
 */
final class SampleFile implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final SampleArray array;
    private final FileChannel channel;
    private final int sampleBytes;
    private final ByteBuffer piece;

    SampleFile(SampleArray array) throws IOException {
        this.array = array;
        sampleBytes = Math.toIntExact(array.sampleBytes());
        int samples = Math.max(1, PIECE / Math.max(1, sampleBytes));
        piece = ByteBuffer.allocate(samples * sampleBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
        channel = FileChannel.open(array.file(), StandardOpenOption.READ);
    }

    /** The next sample, read-only and at position 0, valid until the next call. */
    ByteBuffer next() throws IOException {
        if (piece.remaining() < sampleBytes) {
            refill();
        }
        ByteBuffer sample =
                piece.slice(piece.position(), sampleBytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        piece.position(piece.position() + sampleBytes);
        return sample;
    }

    private void refill() throws IOException {
        piece.compact();
        while (piece.position() < sampleBytes) {
            if (channel.read(piece) < 0) {
                throw new EOFException(
                        "the array '" + array.spec() + "' ends at byte " + channel.position() + " amid a sample");
            }
        }
        piece.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
