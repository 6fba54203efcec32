package io.lapidary.coordinator.internal.machine;

import java.util.Objects;

import io.lapidary.coordinator.internal.admission.LiveCatalog;

/**
 * What a transition sees beside state and input.
 *
 * @param now milliseconds since 1970
 * @param catalog what the live nodes offer
 */
public record Moment(long now, LiveCatalog catalog) {
    public Moment {
        Objects.requireNonNull(catalog, "catalog");
    }
}
