package io.lapidary.coordinator.internal.tenant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every tenant has, over all partitions: of those whose tasks run in this process as it is, of the others as their
 * coordinators announced it last. Thread-safe.
 */
public final class UseBoard {
    /** How long a slot that several partitions want stays with one of them. */
    private static final long TURN_MILLIS = 1000;

    private final Map<Integer, Map<String, Use>> parts = new TreeMap<>();
    private final Map<String, Use> totals = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();

    /** A task begins here, and counts from nothing. */
    public synchronized void begin(int partition) {
        own.add(partition);
        replace(partition, Map.of());
    }

    /** A task has ended here; what is known of it counts until its next coordinator announces it. */
    public synchronized void end(int partition) {
        own.remove(partition);
    }

    /** What another coordinator says; of a task of one's own it is passed over. */
    public synchronized void announced(int partition, Map<String, Use> uses) {
        if (!own.contains(partition)) {
            replace(partition, uses);
        }
    }

    public synchronized void add(int partition, String tenant, Use more) {
        merge(parts.computeIfAbsent(partition, p -> new HashMap<>()), tenant, more);
        merge(totals, tenant, more);
    }

    private void replace(int partition, Map<String, Use> uses) {
        Map<String, Use> before = parts.getOrDefault(partition, Map.of());
        before.forEach((tenant, use) -> merge(totals, tenant, Use.NONE.minus(use)));
        uses.forEach((tenant, use) -> merge(totals, tenant, use));
        parts.put(partition, new HashMap<>(uses));
    }

    private static void merge(Map<String, Use> uses, String tenant, Use more) {
        Use sum = uses.getOrDefault(tenant, Use.NONE).plus(more);
        if (sum.isNone()) {
            uses.remove(tenant);
        } else {
            uses.put(tenant, sum);
        }
    }

    /** Of all partitions. */
    public synchronized Use total(String tenant) {
        return totals.getOrDefault(tenant, Use.NONE);
    }

    /** Of one partition, by tenant. */
    public synchronized Map<String, Use> of(int partition) {
        return Map.copyOf(parts.getOrDefault(partition, Map.of()));
    }

    /**
     * Whether a partition may dispatch one more item of a tenant. While other partitions have requests of that tenant waiting,
     * each has its share of the slots, and those that remain go round, so that none waits for ever.
     *
     * @param limit of the tenant's items that are dispatched, over all partitions
     */
    public synchronized boolean mayRun(int partition, String tenant, int limit, long now) {
        if (total(tenant).running() >= limit) {
            return false;
        }
        int wanting = 0;
        int place = 0;
        for (var part : parts.entrySet()) {
            if (part.getKey() == partition) {
                place = wanting++;
            } else if (part.getValue().getOrDefault(tenant, Use.NONE).queued() > 0) {
                wanting++;
            }
        }
        if (wanting <= 1) {
            return true;
        }
        long turn = (place + now / TURN_MILLIS) % wanting;
        int share = limit / wanting + (turn < limit % wanting ? 1 : 0);
        Use mine = parts.get(partition).getOrDefault(tenant, Use.NONE);
        return mine.running() < share;
    }
}
