package io.lapidary.api.backend;

import java.util.Objects;

import io.lapidary.api.engine.LatencyResult.Quantiles;

/**
 * Latency of two models, measured in turn.
 *
 * @param original of the model that the request came with
 * @param result of the packaged model
 * @param threads that were used
 * @param device what it was measured on, in words
 * @param exclusive whether nothing else of the platform computed on it meanwhile
 */
public record LatencyComparison(Quantiles original, Quantiles result, int threads, String device, boolean exclusive) {
    public LatencyComparison {
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(device, "device");
    }
}
