package io.lapidary.engine.litert.child.statistics;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.engine.StatisticsResult;

/**
 * Counts elements in bins of equal width on either side of 0, without knowing their range beforehand. The width is a power of
 * two; where a larger magnitude comes, it grows and bins are joined. An edge stays an edge as bins are joined, so the counts
 * are those of the last width from the start: neither the order of elements nor their division among several histograms shows.
 */
final class GrowingHistogram {
    private static final int NONE = Integer.MIN_VALUE;
    private static final int LEAST_EXPONENT = Float.MIN_EXPONENT - 23;

    /** On either side. */
    private final int bins;
    /** From 0 outwards, the positive side before the negative one. */
    private long[] counts;
    /** Of the bins' width, to the base 2; none while only zeros were seen. */
    private int exponent = NONE;

    /** @param bins on either side of 0 at most, rounded up to a power of two; half of them at least are used on one side */
    GrowingHistogram(int bins) {
        this.bins = Math.max(2, Integer.highestOneBit(Math.max(1, bins - 1)) << 1);
        this.counts = new long[2 * this.bins];
    }

    /** Makes room for elements up to a magnitude; finite. */
    void reach(float magnitude) {
        if (magnitude > 0) {
            int octaves = Integer.numberOfTrailingZeros(bins);
            widen(Math.max(LEAST_EXPONENT, Math.getExponent((double) magnitude) + 1 - octaves));
        }
    }

    private void widen(int wanted) {
        if (exponent != NONE && wanted > exponent) {
            counts = joined(counts, wanted - exponent);
        }
        exponent = Math.max(exponent, wanted);
    }

    private long[] joined(long[] before, int octaves) {
        long[] joined = new long[before.length];
        for (int i = 0; i < before.length; i++) {
            int bin = i & bins - 1;
            joined[(i & bins) | (octaves > 30 ? 0 : bin >> octaves)] += before[i];
        }
        return joined;
    }

    /** Counts finite elements, whose magnitudes must be within reach. */
    void add(float[] values, int n) {
        double perUnit = perUnit();
        int shift = Integer.numberOfTrailingZeros(bins);
        for (int i = 0; i < n; i++) {
            // No branch, for none could be foreseen.
            int bin = (int) (Math.abs(values[i]) * perUnit);
            counts[Float.floatToRawIntBits(values[i]) >>> 31 << shift | bin]++;
        }
    }

    /** The same, but what is not finite is left out. */
    void addFinite(float[] values, int n) {
        float[] finite = new float[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (Float.isFinite(values[i])) {
                finite[count++] = values[i];
            }
        }
        add(finite, count);
    }

    private double perUnit() {
        return exponent == NONE ? 1 : Math.scalb(1.0, -exponent);
    }

    /** Takes over what another histogram of as many bins has counted. */
    void add(GrowingHistogram other) {
        if (other.exponent != NONE) {
            widen(other.exponent);
        }
        long[] more = other.exponent == NONE ? other.counts : joined(other.counts, exponent - other.exponent);
        for (int i = 0; i < counts.length; i++) {
            counts[i] += more[i];
        }
    }

    /** From the first bin with a count to the last. */
    StatisticsResult.Histogram histogram() {
        int first = bins;
        int last = -bins - 1;
        for (int bin = -bins; bin < bins; bin++) {
            if (count(bin) > 0) {
                first = Math.min(first, bin);
                last = bin;
            }
        }
        if (last < first) {
            return new StatisticsResult.Histogram(0, 0, List.of(0L));
        }
        var list = new ArrayList<Long>(last - first + 1);
        for (int bin = first; bin <= last; bin++) {
            list.add(count(bin));
        }
        return new StatisticsResult.Histogram(edge(first), edge(last + 1), list);
    }

    /** Bin 0 begins at 0, bin -1 ends there; zeros of either sign are in bin 0 or -1. */
    private long count(int bin) {
        return counts[bin >= 0 ? bin : bins - bin - 1];
    }

    private float edge(int bin) {
        double edge = exponent == NONE ? 0 : Math.scalb((double) bin, exponent);
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, edge));
    }
}
