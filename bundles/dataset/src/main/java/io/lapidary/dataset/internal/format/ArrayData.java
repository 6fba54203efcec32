package io.lapidary.dataset.internal.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The samples of one array, in turn. Whoever reads asks for no more than there are. */
interface ArrayData extends Closeable {
    /** The next sample, row-major and little-endian, position 0, valid until the next call. */
    ByteBuffer next() throws IOException;

    void skip(long samples) throws IOException;
}
