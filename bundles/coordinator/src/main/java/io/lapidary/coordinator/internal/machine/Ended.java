package io.lapidary.coordinator.internal.machine;

import java.util.Objects;

import io.lapidary.events.Status;

/**
 * A request that has had its terminal event: as little as tells a second request or a late completion from a first.
 *
 * @param digest of tenant and content, see {@link Identity}
 * @param status it ended with
 * @param until when it may be forgotten, milliseconds since 1970
 * @param attempt of the last event
 * @param sequence of the last event within that attempt
 * @param published which counts towards its tenant's quota
 */
public record Ended(String digest, Status status, long until, int attempt, long sequence, Published published)
        implements Entry {
    public Ended {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(published, "published");
    }

    /** One that published nothing. */
    public Ended(String digest, Status status, long until, int attempt, long sequence) {
        this(digest, status, until, attempt, sequence, Published.NOTHING);
    }

    Ended next() {
        return new Ended(digest, status, until, attempt, sequence + 1, published);
    }
}
