package io.lapidary.api.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.dataset.SampleSet;

/**
 * @param model the model
 * @param samples inputs to use; random ones of a fixed seed where there are none
 * @param runs counted invocations
 * @param threads of the interpreter
 */
public record ProfileRequest(Path model, Optional<SampleSet> samples, int runs, int threads) {
    public ProfileRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(samples, "samples");
    }
}
