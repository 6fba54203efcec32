package io.lapidary.coordinator.internal.topology;

import java.util.function.Supplier;

import io.lapidary.coordinator.internal.admission.CatalogBoard;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.coordinator.internal.tenant.UseBoard;
import io.lapidary.events.codec.DeadLetterLines;

/**
 * What the tasks of one process have in common; all of it is thread-safe.
 *
 * @param catalog what live nodes offer
 * @param uses what tenants have
 * @param lanes what is dispatched
 * @param commits which are early
 * @param commitTimes when the last ones were
 * @param quotas as they are at a moment
 * @param lettersSaid what the log says of dead letters
 */
record Shared(
        CatalogBoard catalog,
        UseBoard uses,
        LaneBoard lanes,
        EarlyCommits commits,
        CommitTimes commitTimes,
        Supplier<Quotas> quotas,
        DeadLetterLines lettersSaid) {
    static Shared of(CoordinatorSettings settings, Supplier<Quotas> quotas, LaneBoard lanes, CommitTimes commitTimes) {
        return new Shared(
                new CatalogBoard(settings.catalogLife()),
                new UseBoard(settings.partitions()),
                lanes,
                new EarlyCommits(),
                commitTimes,
                quotas,
                new DeadLetterLines());
    }
}
