package io.lapidary.model.internal.flat;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A vector of bytes that is made while the file is written, so that it never needs to be in memory as a whole.
 *
 * @param size bytes that {@code source} will write, below 2 GB
 * @param source writes them, the same at every call
 */
public record FlatStream(long size, Source source) {
    /** Writes the bytes. */
    @FunctionalInterface
    public interface Source {
        void writeTo(WritableByteChannel out) throws IOException;
    }
}
