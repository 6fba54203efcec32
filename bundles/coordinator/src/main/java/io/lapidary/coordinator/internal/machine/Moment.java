package io.lapidary.coordinator.internal.machine;

import java.util.Objects;
import java.util.Optional;

import io.lapidary.coordinator.internal.admission.LiveCatalog;
import io.lapidary.events.ErrorInfo;

/**
 * What a transition sees beside state and input.
 *
 * @param now milliseconds since 1970
 * @param catalog what the live nodes offer
 * @param gate which tenants may have more requests
 * @param graceMillis how long a new request may wait for what the catalog does not offer: a client that reads the catalog may be ahead
 *     of it by a moment
 */
public record Moment(long now, LiveCatalog catalog, Gate gate, long graceMillis) {
    private static final long GRACE_MILLIS = 500;

    public Moment {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(gate, "gate");
    }

    public Moment(long now, LiveCatalog catalog, Gate gate) {
        this(now, catalog, gate, GRACE_MILLIS);
    }

    /** A moment at which every tenant may have more. */
    public Moment(long now, LiveCatalog catalog) {
        this(now, catalog, tenant -> Optional.empty());
    }

    /** The same moment, at which nothing waits for what is not offered. */
    public Moment withoutGrace() {
        return new Moment(now, catalog, gate, 0);
    }

    /** Says why a tenant may not have one more request; empty if it may. */
    @FunctionalInterface
    public interface Gate {
        Optional<ErrorInfo> refusal(String tenant);
    }
}
