package io.lapidary.model.summary;

import java.util.OptionalInt;

/** Counts distinct bit patterns up to a bound, in memory that does not grow with their number. */
final class DistinctCounter {
    private static final int SLOTS = 4 * TensorSummary.MOST_DISTINCT;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long[] slots = new long[SLOTS];
    private boolean zero;
    private int count;

    /** Whether more may be added: the bound is not passed. */
    boolean add(long bits) {
        if (bits == 0) {
            count += zero ? 0 : 1;
            zero = true;
        } else {
            int slot = (int) (bits * GOLDEN_RATIO >>> 40) & (SLOTS - 1);
            while (slots[slot] != 0 && slots[slot] != bits) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            count += slots[slot] == 0 ? 1 : 0;
            slots[slot] = bits;
        }
        return count <= TensorSummary.MOST_DISTINCT;
    }

    OptionalInt count() {
        return count <= TensorSummary.MOST_DISTINCT ? OptionalInt.of(count) : OptionalInt.empty();
    }
}
