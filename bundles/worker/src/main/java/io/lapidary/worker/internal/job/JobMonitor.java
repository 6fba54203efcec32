package io.lapidary.worker.internal.job;

import java.time.Instant;

import io.lapidary.events.LifecycleType;

/** What a job tells of itself while it runs, and where it learns that it is to end. */
public interface JobMonitor {
    /** When the work must be done; {@link Instant#MAX} for never. */
    Instant deadline();

    /** Throws if the job is to end: cancelled, past its deadline, or the node is stopping. */
    void checkCancelled() throws InterruptedException;

    /**
     * Says how far the step is.
     *
     * @param step its index
     * @param fraction done of the step, 0 to 1
     */
    void progress(int step, String technique, double fraction, String what);

    /** Says that something happened. */
    void happened(LifecycleType type, int step, String technique, String message);
}
