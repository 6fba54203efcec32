package io.lapidary.evaluation.internal.explain.advice;

import java.nio.file.Path;
import java.time.Instant;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.WorkContext;

/**
 * What the numeric core may use in a trial: the evaluation's own, with a folder apart and without progress of its own.
 *
 * @param outer of the evaluation
 * @param workFolder an empty one
 */
record TrialContext(WorkContext outer, Path workFolder) implements WorkContext {
    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        return outer.interpreter();
    }

    @Override
    public EngineLimits engineLimits() {
        return outer.engineLimits();
    }

    @Override
    public long seed() {
        return outer.seed();
    }

    @Override
    public int cores() {
        return outer.cores();
    }

    @Override
    public long memoryBytes() {
        return outer.memoryBytes();
    }

    @Override
    public Instant deadline() {
        return outer.deadline();
    }

    @Override
    public void progress(double fraction, String what) {
        // The evaluation says how far it is.
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        outer.checkCancelled();
    }

    @Override
    public Checkpoints checkpoints() {
        return outer.checkpoints();
    }
}
