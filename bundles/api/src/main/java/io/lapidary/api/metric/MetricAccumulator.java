package io.lapidary.api.metric;

import io.lapidary.api.LapidaryException;

/** Takes samples one by one; memory does not grow with their number where the metric allows. Not thread-safe. */
public interface MetricAccumulator {
    void add(ScoredSample sample) throws LapidaryException;

    /** The value over all samples so far; NaN if there were none that count. */
    double value();
}
