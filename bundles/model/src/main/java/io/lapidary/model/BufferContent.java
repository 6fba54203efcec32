package io.lapidary.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** The bytes of a buffer, below 2 GB each, wherever they are. Immutable. */
public sealed interface BufferContent {
    /** Nothing. */
    BufferContent NONE = new None();

    /** Bytes there are. */
    long size();

    /** The bytes, read-only, little-endian, from position 0; views of the file where they came from one. */
    ByteBuffer data();

    /** Writes all bytes without holding them in memory as a whole. */
    void writeTo(WritableByteChannel out) throws IOException;

    default boolean isEmpty() {
        return size() == 0;
    }

    /** The given bytes from position to limit, not copied: they must not change any more. */
    static BufferContent of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Memory(readOnly(bytes)) : NONE;
    }

    static BufferContent of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes.clone()));
    }

    static BufferContent ofFloats(float... values) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return of(bytes);
    }

    static BufferContent ofInts(int... values) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return of(bytes);
    }

    /**
     * Bytes that are made from others whenever they are needed: how a large weight is converted within a small heap.
     *
     * @param size bytes that the source writes
     * @param source writes the same bytes at every call
     */
    static BufferContent computed(long size, Source source) {
        return size == 0 ? NONE : new Computed(size, source);
    }

    /** Writes a buffer's bytes, the same at every call. */
    @FunctionalInterface
    interface Source {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /** No bytes: an activation, or a weight that lies in a file of its own. */
    record None() implements BufferContent {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public ByteBuffer data() {
            return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void writeTo(WritableByteChannel out) {}
    }

    /**
     * A view of the model's file.
     *
     * @param view the bytes
     * @param behind whether they lie behind the flatbuffer (Buffer.offset and size) instead of within it
     */
    record Mapped(ByteBuffer view, boolean behind) implements BufferContent {
        public Mapped {
            view = readOnly(view);
        }

        @Override
        public long size() {
            return view.remaining();
        }

        @Override
        public ByteBuffer data() {
            return readOnly(view);
        }

        @Override
        public void writeTo(WritableByteChannel out) throws IOException {
            writeAll(data(), out);
        }
    }

    /** Bytes in memory. */
    record Memory(ByteBuffer bytes) implements BufferContent {
        @Override
        public long size() {
            return bytes.remaining();
        }

        @Override
        public ByteBuffer data() {
            return readOnly(bytes);
        }

        @Override
        public void writeTo(WritableByteChannel out) throws IOException {
            writeAll(data(), out);
        }
    }

    /** Bytes made on demand. {@link #data()} makes them all at once: prefer {@link #writeTo} for large ones. */
    record Computed(long size, Source source) implements BufferContent {
        public Computed {
            Objects.requireNonNull(source, "source");
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a buffer of " + size + " bytes; 1 to 2147483647 are possible");
            }
        }

        @Override
        public ByteBuffer data() {
            var bytes = new ByteArrayOutputStream((int) Math.min(size, Integer.MAX_VALUE - 8));
            try {
                source.writeTo(Channels.newChannel(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException("a computed buffer of " + size + " bytes could not be made", e);
            }
            if (bytes.size() != size) {
                throw new IllegalStateException("a computed buffer stated " + size + " bytes but made " + bytes.size());
            }
            return readOnly(ByteBuffer.wrap(bytes.toByteArray()));
        }

        @Override
        public void writeTo(WritableByteChannel out) throws IOException {
            source.writeTo(out);
        }
    }

    private static ByteBuffer readOnly(ByteBuffer bytes) {
        return bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeAll(ByteBuffer bytes, WritableByteChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
