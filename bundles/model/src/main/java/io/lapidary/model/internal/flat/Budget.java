package io.lapidary.model.internal.flat;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;

/**
 * Bounds the heap that reading a flatbuffer's structure may take. Offsets may be shared, so a small hostile file can describe
 * very many tables; a real model's structure stays far below the bound, since weights are not copied to the heap.
 */
final class Budget {
    /** Room for some 200,000 tensors with their operators. */
    static final long STRUCTURE_BYTES = 128L << 20;

    static final int TABLE = 48;
    static final int SLOT = 12;
    static final int SCALAR = 16;
    static final int TEXT = 56;
    static final int VECTOR = 112;

    /** Writers let equal vectors be one, so what is referred to may be more than the file, but not without end. */
    private static final long VIEWED_PER_BYTE = 8;

    private static final long VIEWED_BYTES = 64L << 20;

    private final long viewable;
    private long left = STRUCTURE_BYTES;
    private long viewed;

    /**
     * @param size bytes of the flatbuffer
     */
    Budget(long size) {
        this.viewable = VIEWED_BYTES + VIEWED_PER_BYTE * size;
    }

    /** Accounts for a vector's bytes, which stay where they are but would all be written again. */
    void view(long bytes, CharSequence where) throws LapidaryException {
        viewed += bytes;
        if (viewed > viewable) {
            throw ModelErrors.corrupt("its vectors overlap, many times over", where.toString());
        }
    }

    void take(long bytes, CharSequence where) throws LapidaryException {
        left -= bytes;
        if (left < 0) {
            throw ModelErrors.corrupt(
                    "its structure without weights would take more than " + (STRUCTURE_BYTES >> 20) + " MB",
                    where.toString());
        }
    }
}
