package io.lapidary.worker.internal.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;

/**
 * The plugins of one kind that are there, lent out so that one that goes away can wait for its last use to end.
 *
 * @param <T> Technique or Backend
 */
public interface Plugins<T> {
    /**
     * Borrows one, waiting a while for one that is just being replaced.
     *
     * @param version exactly this; empty for the highest
     * @param jar exactly these bytes; empty for any
     * @param patience how long to wait
     * @return empty if there is none by then
     */
    Optional<Lease<T>> borrow(String id, Optional<String> version, Optional<Digest> jar, Duration patience)
            throws InterruptedException;

    /** All that are there. */
    List<Plugin<T>> offered();
}
