package io.lapidary.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;

/**
 * The bytes a model is read from: memory, or a file of any size mapped in overlapping windows. A window begins each GB and is
 * 2 GB long, so every range up to 1 GB lies within one; the few larger ranges get a mapping of their own.
 */
final class ModelSource {
    private static final long STEP = 1L << 30;
    private static final long WINDOW = Integer.MAX_VALUE;
    /** Smaller files are read as a whole: to map one and, once it is collected, to give the mapping up takes longer. */
    private static final long SMALL = 1 << 18;

    private final long size;
    private final List<ByteBuffer> windows;
    private final FileChannel channel;
    private long ownMappings;

    private ModelSource(long size, List<ByteBuffer> windows, FileChannel channel) {
        this.size = size;
        this.windows = windows;
        this.channel = channel;
    }

    /** A source whose views outlive it, and which makes new ones only while the action runs. */
    static Model read(Path file, Action action) throws IOException, LapidaryException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size <= SMALL) {
                return read(whole(channel, (int) size), action);
            }
            var windows = new ArrayList<ByteBuffer>();
            for (long start = 0; start == 0 || start < size; start += STEP) {
                windows.add(map(channel, start, Math.min(WINDOW, size - start)));
            }
            return action.read(new ModelSource(size, windows, channel));
        }
    }

    private static ByteBuffer whole(FileChannel channel, int size) throws IOException {
        var bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    static Model read(ByteBuffer bytes, Action action) throws LapidaryException {
        var view = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        try {
            return action.read(new ModelSource(view.remaining(), List.of(view), null));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory did input", e);
        }
    }

    /** Reads a model. */
    @FunctionalInterface
    interface Action {
        Model read(ModelSource source) throws IOException, LapidaryException;
    }

    long size() {
        return size;
    }

    /** The first 2 GB: a flatbuffer cannot reach further. */
    ByteBuffer flatbuffer() {
        return windows.get(0).duplicate();
    }

    /** A view of bytes behind the flatbuffer. Offset and size are unsigned and not trusted. */
    ByteBuffer view(long offset, long length, String what) throws IOException, LapidaryException {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw ModelErrors.corrupt(
                    what + " of " + Long.toUnsignedString(length) + " bytes at byte " + Long.toUnsignedString(offset)
                            + " lies outside the file's " + size + " bytes",
                    "");
        }
        if (length > WINDOW) {
            throw ModelErrors.unsupported(
                    "The model has a buffer of " + length + " bytes; 2147483647 are possible.", "Split the tensor.");
        }
        int number = (int) Math.min(offset / STEP, windows.size() - 1L);
        long start = number * STEP;
        var window = windows.get(number);
        if (offset - start + length <= window.limit()) {
            return window.slice((int) (offset - start), (int) length);
        }
        if (++ownMappings > 2 * (size / STEP) + 2) {
            throw ModelErrors.corrupt("its buffers behind the flatbuffer overlap", "");
        }
        return map(channel, offset, length);
    }

    private static ByteBuffer map(FileChannel channel, long start, long length) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, start, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
