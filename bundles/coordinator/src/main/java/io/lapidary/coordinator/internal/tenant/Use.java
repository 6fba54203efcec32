package io.lapidary.coordinator.internal.tenant;

import java.util.Optional;

import io.lapidary.coordinator.internal.machine.Ended;
import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Item;
import io.lapidary.coordinator.internal.machine.Phase;
import io.lapidary.coordinator.internal.machine.Published;
import io.lapidary.coordinator.internal.machine.RequestState;

/**
 * What a tenant has, or how much more it has than before.
 *
 * @param running items of work that are dispatched
 * @param queued requests that have not ended and have no item dispatched
 * @param bytes of artifacts that were published and are remembered
 */
public record Use(int running, int queued, long bytes) {
    public static final Use NONE = new Use(0, 0, 0);

    private static final Use WAITS = new Use(0, 1, 0);

    /** What an entry adds to its tenant's use. */
    public static Use of(Optional<Entry> entry) {
        if (entry.isEmpty()) {
            return NONE;
        } else if (entry.get() instanceof RequestState state) {
            int running = 0;
            for (Item item : state.items()) {
                running += item.phase() == Phase.DISPATCHED ? 1 : 0;
            }
            return running == 0 ? WAITS : new Use(running, 0, 0);
        }
        return entry.get() instanceof Ended ended ? of(ended.published()) : NONE;
    }

    /** What is published adds nothing but its bytes. */
    public static Use of(Published published) {
        return published.bytes() == 0 ? NONE : new Use(0, 0, published.bytes());
    }

    Use plus(Use more) {
        return new Use(running + more.running, queued + more.queued, bytes + more.bytes);
    }

    Use minus(Use less) {
        return new Use(running - less.running, queued - less.queued, bytes - less.bytes);
    }

    boolean isNone() {
        return running == 0 && queued == 0 && bytes == 0;
    }
}
