package io.lapidary.worker.internal.job;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.work.CoreLease;

/**
 * Shares the node's cores among jobs: as many at once as there are places, or one alone that measures time.
 *
 * <p>The semaphore is fair, so a job that waits to be alone holds back those that come after it.
 */
public final class CoreGate {
    private final int places;
    private final Duration patience;
    private final Semaphore semaphore;

    /**
     * @param places jobs that may compute at once, at least 1
     * @param patience how long a measurement waits to be alone
     */
    public CoreGate(int places, Duration patience) {
        this.places = places;
        this.patience = patience;
        semaphore = new Semaphore(places, true);
    }

    /** Waits for a place among others; {@link #leave()} must follow. */
    public void enter() throws InterruptedException {
        semaphore.acquire();
    }

    public void leave() {
        semaphore.release();
    }

    /** Trades the place that the caller holds for all of them, until the lease is closed. */
    CoreLease alone() throws InterruptedException {
        semaphore.release();
        boolean alone;
        try {
            alone = semaphore.tryAcquire(places, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            semaphore.acquireUninterruptibly();
            throw e;
        }
        if (!alone) {
            semaphore.acquireUninterruptibly();
        }
        return new Lease(alone);
    }

    private final class Lease implements CoreLease {
        private final boolean exclusive;
        private boolean closed;

        private Lease(boolean exclusive) {
            this.exclusive = exclusive;
        }

        @Override
        public boolean exclusive() {
            return exclusive;
        }

        @Override
        public void close() {
            if (exclusive && !closed) {
                semaphore.release(places - 1);
            }
            closed = true;
        }
    }
}
