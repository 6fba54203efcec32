package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.testsupport.PlainContext;

/** A job that checks that progress never falls, and can be cancelled. */
public final class FakeContext extends PlainContext {
    private double progress;
    private long cancelAfter = Long.MAX_VALUE;

    public FakeContext(Path folder, InterpreterEngine engine) {
        super(engine, folder);
    }

    /** Cancels the work after so many more checks. */
    FakeContext cancelAfter(long checks) {
        cancelAfter = checks;
        return this;
    }

    @Override
    public void progress(double fraction, String what) {
        assertThat(fraction).isBetween(progress, 1.0);
        progress = fraction;
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        if (cancelAfter-- <= 0) {
            throw new InterruptedException("cancelled");
        }
    }
}
