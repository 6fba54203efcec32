package io.lapidary.model.internal.flat;

import java.io.IOException;

/** A piece of a flatbuffer that is being laid out: it gets a position, then writes itself there. */
abstract class FlatNode {
    private long position = -1;

    long position() {
        return position;
    }

    /** Takes the first fitting position at or after {@code from}; gives the position behind this piece. */
    final long place(long from) {
        position = startFrom(from);
        return position + size();
    }

    /** The first fitting position at or after {@code from}. */
    final long startFrom(long from) {
        return from + Math.floorMod(skew() - from, (long) alignment());
    }

    /** The position is {@link #skew} modulo this. */
    abstract int alignment();

    int skew() {
        return 0;
    }

    abstract long size();

    abstract void write(FlatSink out) throws IOException;
}
