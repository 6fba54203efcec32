package io.lapidary.coordinator.internal.admission;

import java.util.Comparator;

import io.lapidary.api.planner.VersionOrder;
import io.lapidary.api.technique.TechniqueDescriptor;

/**
 * A technique that a live node offers.
 *
 * @param technique who it is
 * @param jar SHA-256 of the bundle it is in
 */
record Offered(TechniqueDescriptor technique, String jar) {
    /** Lowest version first; equal versions of other bytes in a fixed order, so that every coordinator pins the same. */
    static final Comparator<Offered> ORDER = Comparator.<Offered, String>comparing(
                    offered -> offered.technique().version(), VersionOrder::compare)
            .thenComparing(Offered::jar);
}
