package io.lapidary.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;

/**
 * Warm engine processes. None is started before the first lease; an idle one ends after a while; a dead one is replaced at
 * its next use.
 */
public final class EnginePool implements AutoCloseable {
    private final EngineCommand command;
    private final Duration idle;
    private final Watchdog watchdog;
    private final EngineStarter starter;
    private final Semaphore places;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<EngineProcess> lent = new HashSet<>();
    private boolean closed;
    private boolean sweepPlanned;

    private record Waiting(EngineProcess process, long since) {}

    /**
     * @param command how a process is started
     * @param size how many may run at once, at least 1
     * @param idle how long one waits for its next use
     */
    public EnginePool(EngineCommand command, int size, Duration idle) {
        if (size < 1) {
            throw new IllegalArgumentException("a pool of " + size + " processes");
        }
        this.command = Objects.requireNonNull(command, "command");
        this.idle = Objects.requireNonNull(idle, "idle");
        this.watchdog = new Watchdog(command.name() + "-engine-watchdog");
        this.starter = new EngineStarter(command, watchdog);
        this.places = new Semaphore(size, true);
    }

    /**
     * Takes a process, waiting for one if all are in use; those who wait are served in turn.
     *
     * @throws LapidaryException of code engine-unavailable if none can be started
     */
    public EngineLease lease(EngineLimits limits) throws LapidaryException, InterruptedException {
        places.acquire();
        boolean taken = false;
        try {
            var lease = new EngineLease(this, limits, take());
            taken = true;
            return lease;
        } finally {
            if (!taken) {
                places.release();
            }
        }
    }

    /** A live process: a waiting one, else a new one. */
    EngineProcess take() throws LapidaryException, InterruptedException {
        synchronized (this) {
            refuseIfClosed();
            while (!waiting.isEmpty()) {
                EngineProcess process = waiting.pop().process();
                if (process.isAlive()) {
                    lent.add(process);
                    return process;
                }
                process.close();
            }
        }
        EngineProcess process = starter.start();
        synchronized (this) {
            lent.add(process);
            if (!closed) {
                return process;
            }
        }
        drop(process);
        throw stopped();
    }

    /** Buries a process that died under a lease. */
    void drop(EngineProcess process) {
        synchronized (this) {
            lent.remove(process);
        }
        process.close();
    }

    /** Takes a process back at the end of its lease. */
    void giveBack(EngineProcess process) {
        boolean keep;
        synchronized (this) {
            keep = !closed && process.isAlive();
            if (keep) {
                lent.remove(process);
                waiting.push(new Waiting(process, System.nanoTime()));
                planSweep();
            }
        }
        if (!keep) {
            drop(process);
        }
        places.release();
    }

    /** Frees the place of a lease that has no process any more. */
    void giveBackNothing() {
        places.release();
    }

    private void planSweep() {
        if (!sweepPlanned) {
            sweepPlanned = true;
            watchdog.later(idle.plusMillis(1), this::endIdle);
        }
    }

    private void endIdle() {
        var ended = new ArrayList<EngineProcess>();
        synchronized (this) {
            sweepPlanned = false;
            while (!waiting.isEmpty() && System.nanoTime() - waiting.peekLast().since() >= idle.toNanos()) {
                ended.add(waiting.removeLast().process());
            }
            if (!waiting.isEmpty() && !closed) {
                planSweep();
            }
        }
        ended.forEach(EngineProcess::close);
    }

    private void refuseIfClosed() throws LapidaryException {
        if (closed) {
            throw stopped();
        }
    }

    private LapidaryException stopped() {
        return new LapidaryException(
                ErrorCodes.ENGINE_UNAVAILABLE,
                "The " + command.name() + " engine is stopped on this node.",
                "Try again once it is started.");
    }

    /** Ends all processes, those in use too: their calls fail with engine-unavailable. */
    @Override
    public void close() {
        List<EngineProcess> ended;
        synchronized (this) {
            closed = true;
            ended = waiting.stream().map(Waiting::process).toList();
            waiting.clear();
            lent.forEach(EngineProcess::stop);
        }
        ended.forEach(EngineProcess::close);
        watchdog.close();
    }
}
