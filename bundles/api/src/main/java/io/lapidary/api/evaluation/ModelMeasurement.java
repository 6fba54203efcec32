package io.lapidary.api.evaluation;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.lapidary.api.engine.LatencyResult.Quantiles;

/**
 * What was measured of one model.
 *
 * @param bytes of the package
 * @param zippedBytes of the package, deflated
 * @param metrics metric id to value; only those that could be taken
 * @param latency of one invocation, if it was measured
 * @param peakMemoryBytes what the engine's process grew by while it ran the model, if it was run; of it, up to
 *     {@link #INTERPRETER_BYTES} may be the interpreter's own
 * @param parameters elements of constant weights
 * @param sparsity share of zeros among them, 0 to 1
 * @param weightTypes element type, lower case, to bytes of weights of that type
 */
public record ModelMeasurement(
        long bytes,
        long zippedBytes,
        Map<String, Double> metrics,
        Optional<Quantiles> latency,
        OptionalLong peakMemoryBytes,
        long parameters,
        double sparsity,
        Map<String, Long> weightTypes) {
    /**
     * What the interpreter's own code, threads and buffers may take of a process's growth, whatever the model. The very same
     * small model was measured with 0 to 2.1 MB, of two runs the first with 1 MB more; twice that is not told as the model's.
     */
    public static final long INTERPRETER_BYTES = 4_000_000;

    public ModelMeasurement {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(peakMemoryBytes, "peakMemoryBytes");
        weightTypes = Collections.unmodifiableSortedMap(new TreeMap<>(weightTypes));
    }
}
