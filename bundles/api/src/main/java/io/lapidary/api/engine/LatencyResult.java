package io.lapidary.api.engine;

import java.util.List;

/**
 * @param models one per model, in the request's order
 * @param threads the interpreter had
 */
public record LatencyResult(List<Quantiles> models, int threads) {
    public LatencyResult {
        models = List.copyOf(models);
    }

    /**
     * Wall time of one invocation, in microseconds.
     *
     * @param p50 the median
     * @param p90 nine of ten are at most this
     * @param min the fastest
     * @param runs how many were counted
     */
    public record Quantiles(double p50, double p90, double min, int runs) {}
}
