package io.lapidary.quantization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import io.lapidary.model.BufferContent;

/** Takes bytes into memory. */
final class ByteSink implements WritableByteChannel {
    private final ByteBuffer bytes;

    private ByteSink(int size) {
        bytes = ByteBuffer.allocate(size);
    }

    static ByteBuffer bytesOf(long size, BufferContent.Source source) {
        var sink = new ByteSink(Math.toIntExact(size));
        try {
            source.writeTo(sink);
        } catch (IOException e) {
            throw new UncheckedIOException("weights cannot be written to memory", e);
        }
        return sink.bytes.flip();
    }

    @Override
    public int write(ByteBuffer more) {
        int size = more.remaining();
        bytes.put(more);
        return size;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
