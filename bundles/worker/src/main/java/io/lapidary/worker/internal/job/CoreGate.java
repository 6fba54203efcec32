package io.lapidary.worker.internal.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.lapidary.api.work.CoreLease;
import io.lapidary.api.work.TenantTurns;

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

    private final Lock lock = new ReentrantLock();

    /** Guarded by the lock. Each is woken for itself: to wake all who wait for each place took more time than small jobs. */
    private static final class Ticket {
        final Condition turn;
        boolean alone;
        /** Places it was given. */
        int taken;

        Ticket(Condition turn, boolean alone) {
            this.turn = turn;
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
    public void set(int newPlaces, Duration newPatience) {
        lock.lock();
        try {
            places = newPlaces;
            patience = newPatience;
            call();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a place among others, tenants in turn; {@link #leave()} must follow. */
    public void enter(String tenant) throws InterruptedException {
        lock.lock();
        try {
            var ticket = new Ticket(lock.newCondition(), false);
            waiting.add(tenant, ticket);
            call();
            try {
                await(ticket);
            } catch (InterruptedException e) {
                waiting.remove(ticket);
                if (ticket.called()) {
                    leave();
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    public void leave() {
        giveBack(1);
    }

    private void giveBack(int number) {
        lock.lock();
        try {
            taken -= number;
            call();
        } finally {
            lock.unlock();
        }
    }

    /** Trades the place that the caller holds for all of them, until the lease is closed. */
    CoreLease alone() throws InterruptedException {
        lock.lock();
        try {
            var ticket = new Ticket(lock.newCondition(), true);
            first.add(ticket);
            leave();
            try {
                if (await(ticket, patience)) {
                    return new Lease(true, ticket.taken - 1);
                }
            } catch (InterruptedException e) {
                takeBack(ticket);
                throw e;
            }
            takeBack(ticket);
            return new Lease(false, 0);
        } finally {
            lock.unlock();
        }
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
        while (!ticket.called()) {
            ticket.turn.awaitUninterruptibly();
        }
    }

    private static void await(Ticket ticket) throws InterruptedException {
        while (!ticket.called()) {
            ticket.turn.await();
        }
    }

    /** False if the time is over before the ticket is called. */
    private static boolean await(Ticket ticket, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        while (!ticket.called() && left > 0) {
            left = ticket.turn.awaitNanos(left);
        }
        return ticket.called();
    }

    private void call() {
        for (Optional<Ticket> next = next(); next.isPresent(); next = next()) {
            Ticket ticket = next.get();
            ticket.taken = ticket.alone ? Math.max(1, places) : 1;
            taken += ticket.taken;
            ticket.turn.signal();
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
            giveBack(more);
            more = 0;
        }
    }
}
