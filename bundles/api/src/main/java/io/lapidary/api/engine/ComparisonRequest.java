package io.lapidary.api.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.lapidary.api.dataset.SampleSet;

/**
 * @param reference the model that is right
 * @param candidate the model that is compared with it
 * @param signature which to call in both; empty for the first
 * @param samples inputs of both
 * @param tensors names of computed tensors, present in both, in any type; empty for the outputs alone, matched by position
 * @param kernels which implementations
 */
public record ComparisonRequest(
        Path reference, Path candidate, String signature, SampleSet samples, List<String> tensors, Kernels kernels) {
    public ComparisonRequest {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(signature, "signature");
        Objects.requireNonNull(samples, "samples");
        tensors = List.copyOf(tensors);
        Objects.requireNonNull(kernels, "kernels");
    }
}
