package io.lapidary.coordinator.internal.topology;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Latest;

/**
 * Which records have their transaction committed at once instead of with the next that is due. While few come, a request need not
 * wait for two commits, and the stream thread, which commits only between two polls, need not wake so often for that; while
 * many come, a commit serves many. A tenant of whom few come is not to wait because many come of others: now and then there
 * is a commit for it, too.
 */
final class EarlyCommits {
    private static final int FEW = 15;
    private static final long WITHIN_MILLIS = 500;

    /** While many come: so many in a row, and then one in so long. Each takes the stream thread about as long as 100 records. */
    private static final int SPARE = 3;

    private static final long SPARE_MILLIS = 100;
    private static final int TENANTS = 1000;

    private final Recent all = new Recent();
    private final Map<String, Recent> tenants = new Latest<>(TENANTS);
    private long spent = -SPARE * SPARE_MILLIS;

    private static final class Recent {
        /** Of the last records, round and round. */
        private final long[] times = new long[FEW];

        private int next;

        Recent() {
            Arrays.fill(times, -WITHIN_MILLIS);
        }

        /** Counts a record, and tells whether few came of late. */
        boolean few(long now) {
            boolean few = now - times[next] >= WITHIN_MILLIS;
            times[next] = now;
            next = (next + 1) % FEW;
            return few;
        }
    }

    /**
     * Counts a record, and tells whether its transaction is to be committed at once.
     *
     * @param tenant whose request it is about, if that is known
     */
    synchronized boolean grants(Optional<String> tenant, long now) {
        boolean few = all.few(now);
        boolean fewOfTenant = tenant.map(
                        name -> tenants.computeIfAbsent(name, n -> new Recent()).few(now))
                .orElse(false);
        return few || fewOfTenant && spare(now);
    }

    private boolean spare(long now) {
        long next = Math.max(spent, now - SPARE * SPARE_MILLIS) + SPARE_MILLIS;
        if (next > now) {
            return false;
        }
        spent = next;
        return true;
    }
}
