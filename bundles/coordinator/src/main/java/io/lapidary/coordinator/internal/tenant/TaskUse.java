package io.lapidary.coordinator.internal.tenant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Faults;
import io.lapidary.coordinator.internal.machine.Published;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.TenantUse;

/**
 * What the tenants have of one task's requests. It follows from the task's entries, and is counted from them anew when a task
 * begins; only the difference that a change makes is counted after that.
 */
public final class TaskUse {
    /** Other coordinators are told of a change after so long, */
    private static final long PERIOD_MILLIS = 500;
    /** and of that of a tenant with limits. */
    private static final long LIMITED_PERIOD_MILLIS = 100;

    /** A message is to stay within its size. */
    private static final int MOST_TENANTS = 2000;

    private final UseBoard board;
    private final int partition;
    private final Supplier<Quotas> quotas;
    private Optional<Quotas> announced = Optional.empty();
    private boolean changed = true;
    private boolean ofLimited;
    private long last;

    public TaskUse(UseBoard board, int partition, Supplier<Quotas> quotas) {
        this.board = board;
        this.partition = partition;
        this.quotas = quotas;
        board.begin(partition);
    }

    /** Takes over a change of an entry. */
    public void follow(Optional<Entry> before, Optional<Entry> after) {
        Use was = Use.of(before);
        Use is = Use.of(after);
        if (!was.equals(is)) {
            add(tenant(before).or(() -> tenant(after)).orElseThrow(), is.minus(was));
        }
    }

    private static Optional<String> tenant(Optional<Entry> entry) {
        return entry.filter(RequestState.class::isInstance)
                .map(RequestState.class::cast)
                .map(RequestState::tenant);
    }

    /** An ended request is remembered, as when a task begins. */
    public void remembered(Published published) {
        add(published.tenant(), Use.of(published));
    }

    /** An ended request is forgotten. */
    public void forgotten(Published published) {
        add(published.tenant(), Use.NONE.minus(Use.of(published)));
    }

    private void add(String tenant, Use more) {
        if (!more.isNone()) {
            board.add(partition, tenant, more);
            changed = true;
            ofLimited |= !quotas.get().of(tenant).equals(Quota.NONE);
        }
    }

    /** Why a tenant may not have one more request; empty if it may. */
    public Optional<ErrorInfo> refusal(String tenant) {
        Quota quota = quotas.get().of(tenant);
        if (quota.queued() == 0 && quota.bytes() == 0) {
            return Optional.empty();
        }
        Use use = board.total(tenant);
        if (quota.queued() > 0 && use.queued() >= quota.queued()) {
            return Optional.of(Faults.tooManyQueued(tenant, use.queued(), quota.queued()));
        }
        return quota.bytes() > 0 && use.bytes() >= quota.bytes()
                ? Optional.of(Faults.tooManyBytes(tenant, use.bytes(), quota.bytes()))
                : Optional.empty();
    }

    /** Whether a tenant may have one more item dispatched now. */
    public boolean mayRun(String tenant, long now) {
        int limit = quotas.get().of(tenant).running();
        return limit == 0 || board.mayRun(partition, tenant, limit, now);
    }

    /** When there is something to announce. */
    public long nextDue() {
        return isNews() ? last + (ofLimited ? LIMITED_PERIOD_MILLIS : PERIOD_MILLIS) : Long.MAX_VALUE;
    }

    private boolean isNews() {
        return changed || announced.filter(quotas.get()::equals).isEmpty();
    }

    /** What is to be announced now, if anything is. */
    public Optional<PartitionUse> announcement(String node, long now) {
        if (now < nextDue()) {
            return Optional.empty();
        }
        Quotas present = quotas.get();
        announced = Optional.of(present);
        changed = false;
        ofLimited = false;
        last = now;
        Map<String, TenantUse> tenants = new HashMap<>();
        present.named().keySet().stream()
                .limit(MOST_TENANTS)
                .forEach(tenant -> tenants.put(tenant, form(tenant, Use.NONE)));
        board.of(partition).forEach((tenant, use) -> {
            if (tenants.size() < MOST_TENANTS || tenants.containsKey(tenant)) {
                tenants.put(tenant, form(tenant, use));
            }
        });
        return Optional.of(new PartitionUse(partition, node, now, tenants));
    }

    private TenantUse form(String tenant, Use use) {
        Quota quota = quotas.get().of(tenant);
        return new TenantUse(use.running(), use.queued(), use.bytes(), quota.running(), quota.queued(), quota.bytes());
    }

    /** The task ends here. */
    public void end() {
        board.end(partition);
    }
}
