package io.lapidary.api.work;

import java.nio.file.Path;
import java.time.Instant;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;

/**
 * What a plugin may use while it works on one job; nothing else. Everything that passes through it is a record, a number or
 * a file, so that a plugin can run in a process of its own.
 */
public interface WorkContext {
    /**
     * An interpreter process. The platform lends one at a time to a job; close it as soon as the numbers are there.
     *
     * @throws LapidaryException of code engine-unavailable where the node has none
     */
    InterpreterSession interpreter() throws LapidaryException, InterruptedException;

    /** The limits that {@link #interpreter()} opens with. */
    EngineLimits engineLimits();

    /**
     * Holds the node's cores alone, to measure time: waits until other jobs' steps have ended and holds new ones back.
     *
     * @return a lease that says whether it is exclusive: after a bounded wait for a long job it is not
     */
    default CoreLease exclusiveCores() throws InterruptedException {
        return new CoreLease() {
            @Override
            public boolean exclusive() {
                return false;
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    /** Where randomness starts; equal seeds give equal bytes. */
    long seed();

    /** Cores that this job may keep busy. The result must not depend on it. */
    int cores();

    /** Heap that this job may take in the platform's process, in bytes. */
    long memoryBytes();

    /** When the work must be done; {@link Instant#MAX} for never. */
    Instant deadline();

    /**
     * Says how far the work is; the platform thins it out, so call it as often as is natural.
     *
     * @param fraction done, 0 to 1, never falling
     * @param what is being done, a few words
     */
    void progress(double fraction, String what);

    /**
     * Ends the work if it was cancelled or its deadline passed. Call it at least every 100 ms of computing.
     *
     * @throws InterruptedException if the work is to end
     */
    void checkCancelled() throws InterruptedException;

    /** An empty folder of this job's own; the platform removes it. */
    Path workFolder();

    Checkpoints checkpoints();
}
