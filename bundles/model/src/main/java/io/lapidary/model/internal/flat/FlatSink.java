package io.lapidary.model.internal.flat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Buffered sequential output that knows its position. */
public final class FlatSink implements WritableByteChannel {
    private static final int CHUNK = 1 << 16;

    private final WritableByteChannel out;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    public FlatSink(WritableByteChannel out) {
        this.out = out;
    }

    public long position() {
        return position;
    }

    /** Zeros up to {@code target}. */
    public void padTo(long target) throws IOException {
        if (target < position) {
            throw new IllegalStateException("position " + position + " is already behind " + target);
        }
        while (position < target) {
            int8(0);
        }
    }

    void int8(int value) throws IOException {
        room(1).put((byte) value);
        position++;
    }

    void int16(int value) throws IOException {
        room(2).putShort((short) value);
        position += 2;
    }

    void int32(long value) throws IOException {
        room(4).putInt((int) value);
        position += 4;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        if (size <= buffer.remaining()) {
            buffer.put(bytes);
        } else {
            flush();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        position += size;
        return size;
    }

    /** Lets a stream write its bytes, and fails if they are not as many as it stated. */
    public void write(FlatStream stream) throws IOException {
        long start = position;
        stream.source().writeTo(this);
        if (position - start != stream.size()) {
            throw new IOException("a buffer stated " + stream.size() + " bytes but wrote " + (position - start));
        }
    }

    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }

    private ByteBuffer room(int size) throws IOException {
        if (buffer.remaining() < size) {
            flush();
        }
        return buffer;
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    /** Passes on what is buffered; the channel below stays open, its owner closes it. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
