package io.lapidary.api.planner;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.technique.TechniqueDescriptor;

/**
 * What the live nodes offer: descriptors alone, so that a planner can be asked anywhere.
 *
 * @param techniques every id in every version that is offered
 * @param backends likewise
 */
public record Catalog(List<TechniqueDescriptor> techniques, List<BackendDescriptor> backends) {
    public Catalog {
        techniques = List.copyOf(techniques);
        backends = List.copyOf(backends);
    }

    /** The technique of that id in that version, or in its highest if none is pinned. */
    public Optional<TechniqueDescriptor> technique(String id, Optional<String> version) {
        return techniques.stream()
                .filter(t ->
                        t.id().equals(id) && version.map(t.version()::equals).orElse(true))
                .max((a, b) -> VersionOrder.compare(a.version(), b.version()));
    }

    /** The backend of that id in its highest version. */
    public Optional<BackendDescriptor> backend(String id) {
        return backends.stream()
                .filter(b -> b.id().equals(id))
                .max((a, b) -> VersionOrder.compare(a.version(), b.version()));
    }
}
