package io.lapidary.api.messaging;

import java.util.function.IntSupplier;

import io.lapidary.api.work.Lane;

/** Hands out a lane's work items, each to one worker at a time among all nodes. A service. */
public interface WorkSource {
    /**
     * Takes items of a lane.
     *
     * <p>An item is kept from other nodes as long as its handling is not complete, however long that takes; if this process
     * dies, another gets it. An item whose handling ends exceptionally is handed out again.
     *
     * @param lane which
     * @param free how many more items can be taken now; asked before each fetch, on the source's own thread
     * @param handler gets each item on the source's own thread and must not block
     */
    Subscription take(Lane lane, IntSupplier free, WorkHandler handler);
}
