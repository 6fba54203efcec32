package io.lapidary.engine.litert.child;

import java.util.Arrays;

import io.lapidary.api.engine.StatisticsResult;

/** Counts elements in bins of equal width over a range known beforehand; what is not finite is left out. */
final class HistogramGatherer {
    private final float min;
    private final float max;
    private final double perUnit;
    private final long[] counts;

    HistogramGatherer(float min, float max, int bins) {
        this.min = min;
        this.max = max;
        this.perUnit = max > min ? bins / ((double) max - min) : 0;
        this.counts = new long[bins];
    }

    void add(float[] values, int n) {
        int last = counts.length - 1;
        for (int i = 0; i < n; i++) {
            double position = ((double) values[i] - min) * perUnit;
            // False for NaN too. A model that runs alike twice stays within the range.
            if (position >= 0 && position < Double.POSITIVE_INFINITY) {
                counts[Math.min((int) position, last)]++;
            }
        }
    }

    StatisticsResult.Histogram histogram() {
        return new StatisticsResult.Histogram(
                min, max, Arrays.stream(counts).boxed().toList());
    }
}
