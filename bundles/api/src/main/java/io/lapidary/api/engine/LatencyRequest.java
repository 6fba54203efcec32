package io.lapidary.api.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.dataset.SampleSet;

/**
 * @param models run in turn: one invocation of each, again and again
 * @param samples inputs to use; random ones of a fixed seed where there are none
 * @param threads of the interpreter
 * @param budget wall time for all models together; at least 20 rounds are run, after a warm-up
 * @param kernels which implementations
 */
public record LatencyRequest(
        List<Path> models, Optional<SampleSet> samples, int threads, Duration budget, Kernels kernels) {
    public LatencyRequest {
        models = List.copyOf(models);
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(kernels, "kernels");
    }
}
