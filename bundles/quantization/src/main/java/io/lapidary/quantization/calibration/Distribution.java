package io.lapidary.quantization.calibration;

import io.lapidary.api.engine.StatisticsResult.Histogram;

/** A histogram as arrays: bins of equal width, with what they count and where they lie, and the exact ends of what was seen. */
public final class Distribution {
    private final double min;
    private final double width;
    private final double[] counts;
    private final double total;
    private final ValueRange whole;

    /** @param whole least and largest value; the histogram's outer edges lie about them */
    public Distribution(Histogram histogram, ValueRange whole) {
        this.min = histogram.min();
        this.width = ((double) histogram.max() - histogram.min())
                / histogram.counts().size();
        this.counts = histogram.counts().stream().mapToDouble(Long::doubleValue).toArray();
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        this.total = sum;
        this.whole = whole;
    }

    ValueRange whole() {
        return whole;
    }

    int bins() {
        return counts.length;
    }

    double count(int bin) {
        return counts[bin];
    }

    double total() {
        return total;
    }

    double width() {
        return width;
    }

    /** The lower edge of a bin; that of the bin behind the last is the upper end. */
    double edge(int bin) {
        return min + bin * width;
    }

    double center(int bin) {
        return min + (bin + 0.5) * width;
    }

    /** The bin that 0 lies in; -1 if it lies in none. */
    int zeroBin() {
        int bin = (int) Math.floor(-min / width);
        return bin >= 0 && bin < counts.length ? bin : -1;
    }

    /** What a bin counts; no more for the bin of 0 than for its neighbour, since zeros are exact whatever the range is. */
    double inexact(int bin) {
        if (bin != zeroBin() || counts.length == 1) {
            return counts[bin];
        }
        return Math.min(counts[bin], counts[bin + 1 < counts.length ? bin + 1 : bin - 1]);
    }

    /** The range that leaves as many elements out at each end, {@code share} of all within it; 1 gives all that was seen. */
    public ValueRange central(double share) {
        double outside = total * (1 - share) / 2;
        int low = 0;
        double below = 0;
        while (low < counts.length - 1 && below + counts[low] <= outside) {
            below += counts[low++];
        }
        int high = counts.length;
        double above = 0;
        while (high > low + 1 && above + counts[high - 1] <= outside) {
            above += counts[--high];
        }
        return between(low, high);
    }

    /** The upper end of what was seen before the first stretch so wide in which nothing was. */
    public double endBefore(double gap) {
        int end = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                if (end > 0 && (bin - end) * width >= gap) {
                    break;
                }
                end = bin + 1;
            }
        }
        return Math.min(whole.max(), edge(end));
    }

    /** From the lower edge of one bin to that of another, within what was seen. */
    ValueRange between(int low, int high) {
        double from = low == 0 ? whole.min() : Math.max(whole.min(), Math.min(whole.max(), edge(low)));
        double to = high == counts.length ? whole.max() : Math.max(from, Math.min(whole.max(), edge(high)));
        return new ValueRange((float) from, (float) to);
    }
}
