package io.lapidary.api.engine;

import io.lapidary.api.LapidaryException;

/** Runs TensorFlow Lite models. A service; each session is a child process taken from a warm pool. */
public interface InterpreterEngine {
    EngineIdentity identity();

    /**
     * Takes a process, waiting for one if all are in use.
     *
     * @param limits what it may use, for this session
     * @throws LapidaryException of code engine-unavailable if none can be started
     */
    InterpreterSession open(EngineLimits limits) throws LapidaryException, InterruptedException;
}
