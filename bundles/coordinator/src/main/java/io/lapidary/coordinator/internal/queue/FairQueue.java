package io.lapidary.coordinator.internal.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Takes tenants in turn; of each, what has the highest priority, and of that, what arrived first. A tenant that may not go now is
 * passed over until it is given another chance.
 */
public final class FairQueue {
    /** In the order of their turns; a tenant with nothing to wait for is not in it. */
    private final Map<String, TreeSet<Place>> tenants = new LinkedHashMap<>();

    /** Those that were passed over. */
    private final Map<String, TreeSet<Place>> parked = new LinkedHashMap<>();

    private int size;

    public void add(Place place) {
        TreeSet<Place> aside = parked.get(place.tenant());
        TreeSet<Place> waiting = aside == null ? tenants.computeIfAbsent(place.tenant(), t -> new TreeSet<>()) : aside;
        if (waiting.add(place)) {
            size++;
        }
    }

    public void remove(Place place) {
        TreeSet<Place> aside = parked.get(place.tenant());
        TreeSet<Place> waiting = aside == null ? tenants.get(place.tenant()) : aside;
        if (waiting != null && waiting.remove(place)) {
            size--;
            if (waiting.isEmpty()) {
                tenants.remove(place.tenant());
                parked.remove(place.tenant());
            }
        }
    }

    /**
     * What goes next, taken out; its tenant's next turn is after all others'.
     *
     * @param open tells whether a tenant may go; one that may not is not asked for again before {@link #reopen}
     */
    public Optional<Place> poll(Predicate<String> open) {
        while (!tenants.isEmpty()) {
            String tenant = tenants.keySet().iterator().next();
            TreeSet<Place> waiting = tenants.remove(tenant);
            if (!open.test(tenant)) {
                parked.put(tenant, waiting);
                continue;
            }
            Place next = waiting.pollFirst();
            size--;
            if (!waiting.isEmpty()) {
                tenants.put(tenant, waiting);
            }
            return Optional.of(next);
        }
        return Optional.empty();
    }

    /** Gives a tenant that was passed over another chance. */
    public void reopen(String tenant) {
        TreeSet<Place> waiting = parked.remove(tenant);
        if (waiting != null) {
            tenants.put(tenant, waiting);
        }
    }

    /** Gives every tenant that was passed over another chance. */
    public void reopen() {
        tenants.putAll(parked);
        parked.clear();
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }
}
