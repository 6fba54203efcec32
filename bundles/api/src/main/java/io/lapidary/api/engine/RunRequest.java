package io.lapidary.api.engine;

import java.nio.file.Path;
import java.util.Objects;

import io.lapidary.api.dataset.SampleSet;

/**
 * @param model the model
 * @param signature which to call; empty for the first
 * @param samples one array per input; float samples of an integer input are quantized by its scale and zero point
 * @param dequantize whether integer outputs that carry a scale are written as float32
 * @param kernels which implementations
 * @param folder where the outputs are written, in new files with names of their own
 */
public record RunRequest(
        Path model, String signature, SampleSet samples, boolean dequantize, Kernels kernels, Path folder) {
    public RunRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(signature, "signature");
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(kernels, "kernels");
        Objects.requireNonNull(folder, "folder");
    }
}
