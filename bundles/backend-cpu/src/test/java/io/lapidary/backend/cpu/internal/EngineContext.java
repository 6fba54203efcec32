package io.lapidary.backend.cpu.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.CoreLease;
import io.lapidary.api.work.WorkContext;

/** A job on a real engine. */
final class EngineContext implements WorkContext {
    private final InterpreterEngine engine;
    private final Path folder;
    private boolean coresHeld;
    boolean coresHeldWhenEngineOpened;

    EngineContext(InterpreterEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    boolean coresHeld() {
        return coresHeld;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        coresHeldWhenEngineOpened = coresHeld;
        return engine.open(engineLimits());
    }

    @Override
    public EngineLimits engineLimits() {
        return new EngineLimits(1L << 30, Duration.ofMinutes(2), 1);
    }

    @Override
    public CoreLease exclusiveCores() {
        coresHeld = true;
        return new CoreLease() {
            @Override
            public boolean exclusive() {
                return true;
            }

            @Override
            public void close() {
                coresHeld = false;
            }
        };
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
    public void checkCancelled() {
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
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Path> latest() {
                return Optional.empty();
            }
        };
    }
}
