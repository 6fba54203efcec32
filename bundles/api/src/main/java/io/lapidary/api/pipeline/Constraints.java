package io.lapidary.api.pipeline;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a request asks of its result; verified on the packaged artifact.
 *
 * @param maxAccuracyDrop largest fall of the task's primary metric, absolute: 0.01 is one point of accuracy
 * @param maxBytes largest size of the package
 * @param maxLatencyMicros largest median latency of one invocation
 * @param objective what to make best among what satisfies
 */
public record Constraints(
        OptionalDouble maxAccuracyDrop,
        OptionalLong maxBytes,
        OptionalDouble maxLatencyMicros,
        Optional<Objective> objective) {
    /** What to make best. */
    public enum Objective {
        SIZE,
        LATENCY,
        ACCURACY
    }

    public static final Constraints NONE =
            new Constraints(OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());

    public Constraints {
        Objects.requireNonNull(maxAccuracyDrop, "maxAccuracyDrop");
        Objects.requireNonNull(maxBytes, "maxBytes");
        Objects.requireNonNull(maxLatencyMicros, "maxLatencyMicros");
        Objects.requireNonNull(objective, "objective");
    }
}
