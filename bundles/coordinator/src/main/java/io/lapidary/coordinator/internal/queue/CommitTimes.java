package io.lapidary.coordinator.internal.queue;

import java.util.OptionalLong;

/** When the last transactions of the stream thread that asks were committed, so that workers could see what was dispatched in them. */
public final class CommitTimes {
    private static final int KEPT = 256;

    /** In the order of time; the last may have been put on top of older ones. */
    private static final class Ring {
        private final long[] times = new long[KEPT];
        private int count;
    }

    private final ThreadLocal<Ring> rings = ThreadLocal.withInitial(Ring::new);

    /** @param now after a transaction of this thread was committed */
    public void committed(long now) {
        Ring ring = rings.get();
        ring.times[ring.count++ % KEPT] = now;
    }

    /** The first at that time or later; empty if that is too long ago to be known, or was none yet. */
    public OptionalLong first(long time) {
        Ring ring = rings.get();
        OptionalLong first = OptionalLong.empty();
        for (int i = ring.count - 1; i >= Math.max(0, ring.count - KEPT); i--) {
            long at = ring.times[i % KEPT];
            if (at < time) {
                return first;
            }
            first = OptionalLong.of(at);
        }
        return ring.count > KEPT ? OptionalLong.empty() : first;
    }
}
