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
 */
public record Moment(long now, LiveCatalog catalog, Gate gate) {
    public Moment {
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(gate, "gate");
    }

    /** A moment at which every tenant may have more. */
    public Moment(long now, LiveCatalog catalog) {
        this(now, catalog, tenant -> Optional.empty());
    }

    /** Says why a tenant may not have one more request; empty if it may. */
    @FunctionalInterface
    public interface Gate {
        Optional<ErrorInfo> refusal(String tenant);
    }
}
