package io.lapidary.quantization.integer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.WorkContext;

/** A job's context with a {@link TellingEngine}. */
record TellingContext(TellingEngine engine, Path workFolder) implements WorkContext {
    @Override
    public InterpreterSession interpreter() {
        return engine;
    }

    @Override
    public EngineLimits engineLimits() {
        return new EngineLimits(1L << 30, Duration.ofMinutes(1), cores());
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public int cores() {
        return 2;
    }

    @Override
    public long memoryBytes() {
        return 64L << 20;
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
        // never
    }

    @Override
    public Checkpoints checkpoints() {
        return new Checkpoints() {
            @Override
            public void save(Path file) {
                throw new UnsupportedOperationException("quantization keeps no checkpoints");
            }

            @Override
            public Optional<Path> latest() {
                return Optional.empty();
            }
        };
    }
}
