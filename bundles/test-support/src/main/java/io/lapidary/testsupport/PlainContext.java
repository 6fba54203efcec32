package io.lapidary.testsupport;

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

/** A job of one core and no deadline that is never cancelled and lends an engine; what a test minds, it overrides. */
public class PlainContext implements WorkContext {
    private final InterpreterEngine engine;
    private final Path folder;

    /** @param folder that the job may write to */
    public PlainContext(InterpreterEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        return engine.open(engineLimits());
    }

    @Override
    public EngineLimits engineLimits() {
        return new EngineLimits(1L << 30, Duration.ofMinutes(2), 1);
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
        // nobody looks
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        // never cancelled
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
                throw new UnsupportedOperationException("nothing is kept of this job");
            }

            @Override
            public Optional<Path> latest() {
                return Optional.empty();
            }
        };
    }
}
