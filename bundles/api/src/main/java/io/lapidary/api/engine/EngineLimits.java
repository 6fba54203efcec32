package io.lapidary.api.engine;

import java.time.Duration;
import java.util.Objects;

/**
 * What an engine process may use. It is killed and replaced when it uses more.
 *
 * @param memoryBytes resident memory
 * @param timeout wall time of one call
 * @param threads of the interpreter, at least 1
 */
public record EngineLimits(long memoryBytes, Duration timeout, int threads) {
    public EngineLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (memoryBytes <= 0 || threads < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("engine limits must be positive: " + memoryBytes + " bytes, " + timeout
                    + ", " + threads + " threads");
        }
    }
}
