package io.lapidary.messaging.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The one thread that hands on messages; also the lock that guards every topic, reader and lane. */
final class Deliveries implements AutoCloseable {
    /** A taker's free places come back without a word, so they are asked for again after this time. */
    private static final long RECHECK_MILLIS = 2;

    /** Something that has messages to hand on. Its methods are called with the lock held. */
    interface Source {
        /** What to hand on next: run without the lock. Empty if there is nothing now. */
        Optional<Runnable> next();

        /** Whether there is nothing left to hand on, and nothing on its way. */
        boolean quiet();
    }

    private final List<Source> sources = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "lapidary-messaging-memory");
    private boolean available = true;
    private boolean closed;
    private boolean delivering;

    synchronized void add(Source source) {
        sources.add(source);
        if (thread.getState() == Thread.State.NEW) {
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    synchronized void remove(Source source) {
        sources.remove(source);
        notifyAll();
    }

    boolean available() {
        return available;
    }

    synchronized void setAvailable(boolean now) {
        available = now;
        notifyAll();
    }

    synchronized boolean awaitQuiet(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (delivering || !sources.stream().allMatch(Source::quiet)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Waits, for a bounded time, until what is being handed on has been handed on; not if that is what called. */
    synchronized void awaitIdle() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        try {
            while (delivering && Thread.currentThread() != thread && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.timedWait(this, 100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        sources.clear();
        notifyAll();
        awaitIdle();
    }

    private void run() {
        try {
            for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
                next.get().run();
                synchronized (this) {
                    delivering = false;
                    notifyAll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next delivery, in the order of the sources; empty once closed. */
    private synchronized Optional<Runnable> take() throws InterruptedException {
        while (!closed) {
            if (available) {
                for (Source source : sources) {
                    Optional<Runnable> next = source.next();
                    if (next.isPresent()) {
                        delivering = true;
                        return next;
                    }
                }
            }
            if (sources.stream().allMatch(Source::quiet)) {
                wait();
            } else {
                wait(RECHECK_MILLIS);
            }
        }
        return Optional.empty();
    }
}
