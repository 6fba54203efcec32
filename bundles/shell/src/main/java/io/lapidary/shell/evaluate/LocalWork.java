package io.lapidary.shell.evaluate;

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
import io.lapidary.shell.view.Progress;

/** The context of work in the command's own process, which does nothing else meanwhile. */
final class LocalWork implements WorkContext {
    private static final EngineLimits LIMITS =
            new EngineLimits(4L << 30, Duration.ofHours(1), Runtime.getRuntime().availableProcessors());

    private final InterpreterEngine engine;
    private final Path folder;
    private final Progress progress;

    LocalWork(InterpreterEngine engine, Path folder, Progress progress) {
        this.engine = engine;
        this.folder = folder;
        this.progress = progress;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        return engine.open(LIMITS);
    }

    @Override
    public EngineLimits engineLimits() {
        return LIMITS;
    }

    @Override
    public CoreLease exclusiveCores() {
        return new CoreLease() {
            @Override
            public boolean exclusive() {
                return true;
            }

            @Override
            public void close() {
                // nothing else of this process computes
            }
        };
    }

    @Override
    public long seed() {
        return 0;
    }

    @Override
    public int cores() {
        return LIMITS.threads();
    }

    @Override
    public long memoryBytes() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public void progress(double fraction, String what) {
        progress.phase("evaluating", fraction, what);
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the evaluation is to end");
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
                // an evaluation is made anew
            }

            @Override
            public Optional<Path> latest() {
                return Optional.empty();
            }
        };
    }
}
