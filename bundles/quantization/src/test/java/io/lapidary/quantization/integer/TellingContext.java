package io.lapidary.quantization.integer;

import java.nio.file.Path;
import java.time.Duration;

import io.lapidary.api.engine.EngineLimits;
import io.lapidary.testsupport.PlainContext;

/** A job's context with a {@link TellingEngine}. */
final class TellingContext extends PlainContext {
    TellingContext(TellingEngine engine, Path folder) {
        super(engine, folder);
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
}
