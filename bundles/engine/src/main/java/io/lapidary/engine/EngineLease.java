package io.lapidary.engine;

import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;

/** A process at one's disposal, and its replacement should it die. Not thread-safe. */
public final class EngineLease implements AutoCloseable {
    private final EnginePool pool;
    private final EngineLimits limits;
    private Optional<EngineProcess> process;
    private boolean closed;

    EngineLease(EnginePool pool, EngineLimits limits, EngineProcess process) {
        this.pool = pool;
        this.limits = limits;
        this.process = Optional.of(process);
    }

    public EngineLimits limits() {
        return limits;
    }

    /** What the process says of itself. */
    public byte[] hello() throws LapidaryException, InterruptedException {
        return live().hello();
    }

    /**
     * Calls the process and waits for its answer.
     *
     * @throws LapidaryException what the process answered; or of code engine-died, engine-timeout or out-of-memory, after
     *     which the next call gets a fresh process
     * @throws InterruptedException if the thread was interrupted; the process is killed
     */
    public byte[] call(String operation, byte[] payload) throws LapidaryException, InterruptedException {
        EngineProcess current = live();
        try {
            return current.call(operation, payload, limits);
        } finally {
            if (!current.isAlive()) {
                process = Optional.empty();
                pool.drop(current);
            }
        }
    }

    private EngineProcess live() throws LapidaryException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the engine session is closed");
        }
        if (process.isPresent() && !process.get().isAlive()) {
            pool.drop(process.get());
            process = Optional.empty();
        }
        if (process.isEmpty()) {
            process = Optional.of(pool.take());
        }
        return process.get();
    }

    /** Gives the process back to the pool. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            process.ifPresentOrElse(pool::giveBack, pool::giveBackNothing);
        }
    }
}
