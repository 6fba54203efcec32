package io.lapidary.worker.internal.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.CoreLease;
import io.lapidary.api.work.WorkContext;

/** What a technique, a backend or the evaluator may use in one job. */
final class StepContext implements WorkContext {
    /**
     * What all steps of a job have in common.
     *
     * @param monitor of the job
     * @param engine of the node, if it has one
     * @param limits of an engine process
     * @param cores of the node
     * @param memoryBytes heap that a job may take
     * @param seed of the request
     * @param gate to the node's cores; the job holds a place
     */
    record Shared(
            JobMonitor monitor,
            Optional<InterpreterEngine> engine,
            EngineLimits limits,
            int cores,
            long memoryBytes,
            long seed,
            CoreGate gate) {}

    private final Shared shared;
    private final int step;
    private final String name;
    private final boolean mayUseEngine;
    private final Path workFolder;
    private final Checkpoints checkpoints;

    /**
     * @param step index of the step, -1 for what is none
     * @param name of the technique or backend, for events
     * @param mayUseEngine whether it may open an interpreter; a step that may not does not depend on the engine's numbers
     */
    StepContext(Shared shared, int step, String name, boolean mayUseEngine, Path workFolder, Checkpoints checkpoints) {
        this.shared = shared;
        this.step = step;
        this.name = name;
        this.mayUseEngine = mayUseEngine;
        this.workFolder = workFolder;
        this.checkpoints = checkpoints;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        if (!mayUseEngine) {
            throw new LapidaryException(
                    ErrorCodes.PLUGIN_FAILED,
                    "'" + name + "' is of the lane light and asked for an engine.",
                    "A technique whose result depends on an engine's numbers must declare the lane calibrate or train.");
        }
        InterpreterEngine engine = shared.engine()
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.ENGINE_UNAVAILABLE,
                        "This node has no interpreter engine.",
                        "Install the bundle lapidary-engine-litert, or take the node out of the lane."));
        return engine.open(engineLimits());
    }

    /** The node's limits, with no more time than the deadline leaves. */
    @Override
    public EngineLimits engineLimits() {
        EngineLimits limits = shared.limits();
        if (deadline().equals(Instant.MAX)) {
            return limits;
        }
        Duration left = Duration.between(Instant.now(), deadline());
        Duration timeout = left.compareTo(limits.timeout()) < 0 ? left : limits.timeout();
        return new EngineLimits(
                limits.memoryBytes(), timeout.toMillis() > 0 ? timeout : Duration.ofMillis(1), limits.threads());
    }

    @Override
    public CoreLease exclusiveCores() throws InterruptedException {
        return shared.gate().alone();
    }

    @Override
    public long seed() {
        return shared.seed();
    }

    @Override
    public int cores() {
        return shared.cores();
    }

    @Override
    public long memoryBytes() {
        return shared.memoryBytes();
    }

    @Override
    public Instant deadline() {
        return shared.monitor().deadline();
    }

    @Override
    public void progress(double fraction, String what) {
        shared.monitor().progress(step, name, fraction, what);
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        shared.monitor().checkCancelled();
    }

    @Override
    public Path workFolder() {
        return workFolder;
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }
}
