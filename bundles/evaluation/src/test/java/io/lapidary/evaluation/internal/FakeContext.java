package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.WorkContext;

/** A job that lends an engine, and checks that progress never falls. */
public final class FakeContext implements WorkContext {
    private final Path folder;
    private final InterpreterEngine engine;
    private double progress;
    private long cancelAfter = Long.MAX_VALUE;

    public FakeContext(Path folder, InterpreterEngine engine) {
        this.folder = folder;
        this.engine = engine;
    }

    /** Cancels the work after so many more checks. */
    FakeContext cancelAfter(long checks) {
        cancelAfter = checks;
        return this;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        return engine.open(engineLimits());
    }

    @Override
    public EngineLimits engineLimits() {
        return new EngineLimits(1L << 30, Duration.ofMinutes(1), 1);
    }

    @Override
    public long seed() {
        return 0;
    }

    @Override
    public int cores() {
        return 1;
    }

    @Override
    public long memoryBytes() {
        return 1L << 28;
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
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

    @Override
    public Path workFolder() {
        return folder;
    }

    @Override
    public Checkpoints checkpoints() {
        return new Checkpoints() {
            @Override
            public void save(Path file) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Path> latest() {
                return Optional.empty();
            }
        };
    }
}
