package io.lapidary.coordinator.internal.tenant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
    /** In this time, other coordinators have heard that a tenant's requests wait here, and this one that they do elsewhere. */
    private static final long UNHEARD_MILLIS = 1000;

    private final int partitions;
    private final Map<Integer, Map<String, Use>> parts = new TreeMap<>();
    private final Map<String, Use> totals = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();
    /** Since when tenants have had requests waiting here. */
    private final Map<String, Long> since = new HashMap<>();

    /** @param partitions of the topics, over all coordinators */
    public UseBoard(int partitions) {
        this.partitions = partitions;
    }

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
        if (since.containsKey(tenant) && here(tenant).queued() == 0) {
            since.remove(tenant);
        }
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
     * each has its share of the slots, which it finds free however late it comes to want them, and those that remain go round, so that
     * none waits for ever. A coordinator where the tenant's requests have just begun to wait takes no more than the part that its
     * partitions are of all: they may have come to others at the same moment.
     *
     * @param limit of the tenant's items that are dispatched, over all partitions
     */
    public synchronized boolean mayRun(int partition, String tenant, int limit, long now) {
        if (total(tenant).running() >= limit
                || isUnheard(tenant, now) && here(tenant).running() >= part(limit)) {
            return false;
        }
        List<Integer> wanting = parts.keySet().stream()
                .filter(other -> other == partition || use(other, tenant).queued() > 0)
                .toList();
        long taken = 0;
        int share = limit;
        for (int other : parts.keySet()) {
            int place = wanting.indexOf(other);
            int theirs = place < 0 ? 0 : share(limit, place, wanting.size(), now);
            if (other == partition) {
                share = theirs;
            } else {
                taken += Math.max(theirs, use(other, tenant).running());
            }
        }
        int mine = use(partition, tenant).running();
        return mine < share && mine + taken < limit;
    }

    private static int share(int limit, int place, int wanting, long now) {
        long turn = (place + now / TURN_MILLIS) % wanting;
        return limit / wanting + (turn < limit % wanting ? 1 : 0);
    }

    private boolean isUnheard(String tenant, long now) {
        return own.size() < partitions && now < since.computeIfAbsent(tenant, t -> now) + UNHEARD_MILLIS;
    }

    /** Of a limit, rounded up. */
    private int part(int limit) {
        return (int) (((long) limit * own.size() + partitions - 1) / partitions);
    }

    private Use here(String tenant) {
        return own.stream().map(part -> use(part, tenant)).reduce(Use.NONE, Use::plus);
    }

    private Use use(int partition, String tenant) {
        return parts.getOrDefault(partition, Map.of()).getOrDefault(tenant, Use.NONE);
    }
}
