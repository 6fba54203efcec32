package io.lapidary.engine.litert.child.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and variance by channel over samples, joined sample by sample (Chan, Golub, LeVeque 1979). The order in which samples
 * are added shows in the last bits.
 */
final class TotalMoments {
    private final long[] counts;
    private final double[] means;
    private final double[] distances;

    TotalMoments(int channels) {
        this.counts = new long[channels];
        this.means = new double[channels];
        this.distances = new double[channels];
    }

    void add(SampleMoments.Channels sample) {
        for (int c = 0; c < means.length; c++) {
            long count = sample.counts()[c];
            if (count > 0) {
                double share = (double) count / (counts[c] + count);
                double apart = sample.means()[c] - means[c];
                means[c] += apart * share;
                distances[c] += sample.distances()[c] + apart * apart * counts[c] * share;
                counts[c] += count;
            }
        }
    }

    /** 0 for a channel without a finite element; so are variances. */
    List<Double> channelMeans() {
        var list = new ArrayList<Double>(means.length);
        for (double mean : means) {
            list.add(mean);
        }
        return list;
    }

    /** Over the number of elements. */
    List<Double> channelVariances() {
        var list = new ArrayList<Double>(distances.length);
        for (int c = 0; c < distances.length; c++) {
            list.add(counts[c] == 0 ? 0 : distances[c] / counts[c]);
        }
        return list;
    }

    /** Of all elements. */
    double mean() {
        double sum = 0;
        for (int c = 0; c < means.length; c++) {
            sum += counts[c] * means[c];
        }
        return total() == 0 ? 0 : sum / total();
    }

    /** Of all elements: within the channels and between them. */
    double variance() {
        double mean = mean();
        double spread = 0;
        for (int c = 0; c < means.length; c++) {
            spread += distances[c] + counts[c] * (means[c] - mean) * (means[c] - mean);
        }
        return total() == 0 ? 0 : spread / total();
    }

    private long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}
