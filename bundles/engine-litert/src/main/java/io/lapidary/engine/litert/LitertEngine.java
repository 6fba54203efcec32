package io.lapidary.engine.litert;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.engine.litert.internal.LitertRuntime;
import io.lapidary.engine.litert.internal.PlainClassPath;

/**
 * The LiteRT (TensorFlow Lite) interpreter for programs and tests on a plain class path. In an OSGi framework the bundle
 * offers it as a service instead. Nothing is unpacked or started before the first session.
 */
public final class LitertEngine implements InterpreterEngine, AutoCloseable {
    private final LitertRuntime runtime;

    private LitertEngine(LitertRuntime runtime) {
        this.runtime = runtime;
    }

    /** An engine whose processes share this program's class path. Close it at the end. */
    public static LitertEngine create(LitertOptions options) {
        return new LitertEngine(new LitertRuntime(options, new PlainClassPath()));
    }

    @Override
    public EngineIdentity identity() {
        return runtime.identity();
    }

    @Override
    public InterpreterSession open(EngineLimits limits) throws LapidaryException, InterruptedException {
        return runtime.open(limits);
    }

    /** Ends all processes; sessions in use fail with engine-unavailable. */
    @Override
    public void close() {
        runtime.close();
    }
}
