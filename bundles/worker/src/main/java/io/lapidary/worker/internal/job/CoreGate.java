package io.lapidary.worker.internal.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import io.lapidary.api.work.CoreLease;

/**
 * Shares the node's cores among jobs: as many at once as there are places, or one alone that measures time.
 *
 * <p>A place that comes free goes to the tenant whose turn it is. Who waits to be alone holds back all who wait for a place.
 */
public final class CoreGate {
    private final TenantTurns<Ticket> waiting = new TenantTurns<>();
    /** Those that measure, or gave up being alone and want their place back. */
    private final Deque<Ticket> first = new ArrayDeque<>();

    private int places;
    private int taken;
    private Duration patience;

    /** Guarded by the gate. */
    private static final class Ticket {
        boolean alone;
        /** Places it was given. */
        int taken;

        Ticket(boolean alone) {
            this.alone = alone;
        }

        boolean called() {
            return taken > 0;
        }
    }

    /**
     * @param places jobs that may compute at once, at least 1
     * @param patience how long a measurement waits to be alone
     */
    public CoreGate(int places, Duration patience) {
        this.places = places;
        this.patience = patience;
    }

    /** Sets both anew; jobs that compute go on, and a smaller number holds as they leave. */
    public synchronized void set(int newPlaces, Duration newPatience) {
        places = newPlaces;
        patience = newPatience;
        call();
    }

    /** Waits for a place among others, tenants in turn; {@link #leave()} must follow. */
    public synchronized void enter(String tenant) throws InterruptedException {
        var ticket = new Ticket(false);
        waiting.add(tenant, ticket);
        call();
        try {
            await(ticket, Optional.empty());
        } catch (InterruptedException e) {
            waiting.remove(ticket);
            if (ticket.called()) {
                leave();
            }
            throw e;
        }
    }

    public synchronized void leave() {
        taken--;
        call();
    }

    /** Trades the place that the caller holds for all of them, until the lease is closed. */
    synchronized CoreLease alone() throws InterruptedException {
        var ticket = new Ticket(true);
        first.add(ticket);
        leave();
        try {
            if (await(ticket, Optional.of(patience))) {
                return new Lease(true, ticket.taken - 1);
            }
        } catch (InterruptedException e) {
            takeBack(ticket);
            throw e;
        }
        takeBack(ticket);
        return new Lease(false, 0);
    }

    /** The place that was given up, however long that takes: its holder leaves it later in any case. */
    private void takeBack(Ticket ticket) {
        ticket.alone = false;
        taken -= Math.max(0, ticket.taken - 1);
        first.remove(ticket);
        if (!ticket.called()) {
            first.addFirst(ticket);
        }
        call();
        boolean interrupted = false;
        while (!ticket.called()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a ticket is called; false if its time is over before. */
    private boolean await(Ticket ticket, Optional<Duration> atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.map(Duration::toNanos).orElse(0L);
        while (!ticket.called()) {
            if (atMost.isEmpty()) {
                wait();
                continue;
            }
            long millis = (end - System.nanoTime() + 999_999) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    private void call() {
        for (Optional<Ticket> next = next(); next.isPresent(); next = next()) {
            Ticket ticket = next.get();
            ticket.taken = ticket.alone ? Math.max(1, places) : 1;
            taken += ticket.taken;
            notifyAll();
        }
    }

    private Optional<Ticket> next() {
        if (first.isEmpty()) {
            return taken < places ? waiting.poll() : Optional.empty();
        }
        return taken == 0 || !first.peek().alone && taken < places ? Optional.of(first.poll()) : Optional.empty();
    }

    private final class Lease implements CoreLease {
        private final boolean exclusive;
        private int more;

        /** @param more places than the caller's own */
        private Lease(boolean exclusive, int more) {
            this.exclusive = exclusive;
            this.more = more;
        }

        @Override
        public boolean exclusive() {
            return exclusive;
        }

        @Override
        public void close() {
            synchronized (CoreGate.this) {
                taken -= more;
                more = 0;
                call();
            }
        }
    }
}
