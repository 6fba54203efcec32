package io.lapidary.coordinator.internal.admission;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.planner.VersionOrder;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;

/** What the nodes that are live offer, at one moment. Does not change. */
public final class LiveCatalog {
    /** No node is live. */
    public static final LiveCatalog EMPTY = new LiveCatalog(List.of());

    private final List<NodeOffer> nodes;
    /** Of each technique that was asked for: to find them compares all that several nodes say of it. */
    private final Map<String, List<Offered>> versions = new ConcurrentHashMap<>();

    LiveCatalog(List<NodeOffer> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Cores of all nodes that serve a lane. */
    public int cores(String lane) {
        return nodes.stream()
                .filter(n -> n.lanes().contains(lane))
                .mapToInt(NodeOffer::cores)
                .sum();
    }

    /** Whether some node can run such a pipeline. */
    public boolean canRun(String lane, List<StepRequest> steps, List<Target> targets) {
        return nodes.stream().anyMatch(n -> n.canRun(lane, steps, targets));
    }

    /** Whether some node could run such a pipeline now, since it works on nothing. */
    public boolean isIdleFor(String lane, List<StepRequest> steps, List<Target> targets) {
        return nodes.stream().anyMatch(n -> n.idle() && n.canRun(lane, steps, targets));
    }

    Collection<String> lanes() {
        var lanes = new TreeSet<String>();
        nodes.forEach(n -> lanes.addAll(n.lanes()));
        return lanes;
    }

    Collection<String> techniqueIds() {
        var ids = new TreeSet<String>();
        nodes.forEach(n -> n.techniques().forEach(t -> ids.add(t.technique().id())));
        return ids;
    }

    Collection<String> backendIds() {
        var ids = new TreeSet<String>();
        nodes.forEach(n -> n.backends().forEach(b -> ids.add(b.id())));
        return ids;
    }

    /** Every version of a technique, lowest first. */
    List<Offered> techniques(String id) {
        List<Offered> known = versions.get(id);
        if (known != null) {
            return known;
        }
        List<Offered> found = nodes.stream()
                .flatMap(n -> n.techniques().stream())
                .filter(t -> t.technique().id().equals(id))
                .distinct()
                .sorted(Offered.ORDER)
                .toList();
        if (!found.isEmpty()) {
            versions.put(id, found);
        }
        return found;
    }

    /** The backend in its highest version. */
    Optional<BackendDescriptor> backend(String id) {
        return nodes.stream()
                .flatMap(n -> n.backends().stream())
                .filter(b -> b.id().equals(id))
                .max((a, b) -> VersionOrder.compare(a.version(), b.version()));
    }
}
