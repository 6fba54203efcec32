package io.lapidary.worker.internal.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.events.LifecycleType;
import io.lapidary.events.WorkItem;
import io.lapidary.worker.internal.job.JobMonitor;

/** An item that this node works on: where it stands, and how it is stopped. */
final class RunningItem implements JobMonitor {
    /** Progress is told at most this often. */
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    private final WorkItem item;
    private final Journal journal;
    private final Instant deadline;
    private Thread thread;
    private StopReason stopReason;
    private boolean ended;
    private long lastProgress;

    RunningItem(WorkItem item, Journal journal) {
        this.item = item;
        this.journal = journal;
        deadline = item.getDeadline() == null ? Instant.MAX : Instant.ofEpochMilli(item.getDeadline());
    }

    WorkItem item() {
        return item;
    }

    /** Begins to run on the calling thread; a stop that came before holds. */
    synchronized void begin() {
        thread = Thread.currentThread();
        if (stopReason != null) {
            thread.interrupt();
        }
    }

    /** No longer runs: a stop that comes now does nothing. Clears the thread's interrupt. */
    synchronized void end() {
        ended = true;
        Thread.interrupted();
    }

    /** Ends it: its thread is interrupted, and with it the engine process it waits for. The first reason stands. */
    synchronized void stop(StopReason reason) {
        if (stopReason == null && !ended) {
            stopReason = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        // The flag stays, so that a plugin that swallows the exception is caught at its next call.
        if (Thread.currentThread().isInterrupted() || stopReason().isPresent()) {
            throw new InterruptedException("the work on " + item.getWorkId() + " is to end");
        }
    }

    @Override
    public void progress(int step, String technique, double fraction, String what) {
        long now = System.nanoTime();
        synchronized (this) {
            if (lastProgress != 0 && now - lastProgress < PROGRESS_INTERVAL.toNanos()) {
                return;
            }
            lastProgress = now;
        }
        journal.write(LifecycleType.PROGRESS, step, technique, Math.max(0, Math.min(1, fraction)), what);
    }

    @Override
    public void happened(LifecycleType type, int step, String technique, String message) {
        journal.write(type, step, technique, -1, message);
    }
}
