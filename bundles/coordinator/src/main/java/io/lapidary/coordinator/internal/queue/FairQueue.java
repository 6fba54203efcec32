package io.lapidary.coordinator.internal.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Takes tenants in turn; of each, what has the highest priority, and of that, what arrived first. */
public final class FairQueue {
    /** In the order of their turns; a tenant with nothing to wait for is not in it. */
    private final Map<String, TreeSet<Place>> tenants = new LinkedHashMap<>();

    private int size;

    public void add(Place place) {
        if (tenants.computeIfAbsent(place.tenant(), t -> new TreeSet<>()).add(place)) {
            size++;
        }
    }

    public void remove(Place place) {
        TreeSet<Place> waiting = tenants.get(place.tenant());
        if (waiting != null && waiting.remove(place)) {
            size--;
            if (waiting.isEmpty()) {
                tenants.remove(place.tenant());
            }
        }
    }

    /** What goes next, taken out; its tenant's next turn is after all others'. */
    public Optional<Place> poll() {
        if (tenants.isEmpty()) {
            return Optional.empty();
        }
        String tenant = tenants.keySet().iterator().next();
        TreeSet<Place> waiting = tenants.remove(tenant);
        Place next = waiting.pollFirst();
        size--;
        if (!waiting.isEmpty()) {
            tenants.put(tenant, waiting);
        }
        return Optional.of(next);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }
}
