package io.lapidary.api.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * @param tensors tensor name to what was gathered
 * @param count samples seen
 */
public record StatisticsResult(Map<String, TensorSummary> tensors, long count) {
    public StatisticsResult {
        tensors = Map.copyOf(tensors);
    }

    /**
     * @param min least value seen; always there, whatever was asked for
     * @param max largest value seen; likewise
     * @param averageMin mean over samples of the sample's least value
     * @param averageMax mean over samples of the sample's largest value
     * @param deviationMin standard deviation over samples of the sample's least value
     * @param deviationMax standard deviation over samples of the sample's largest value
     * @param mean of all elements; 0 unless moments were asked for
     * @param variance of all elements; 0 unless moments were asked for
     * @param channelMeans by index of the last axis, exact to some 1e-6 of the channel's spread; empty unless moments were
     *     asked for
     * @param channelVariances by index of the last axis; empty unless moments were asked for
     * @param histogram if asked for
     * @param nonFinite how many elements were NaN or infinite; they enter nothing else
     */
    public record TensorSummary(
            float min,
            float max,
            double averageMin,
            double averageMax,
            double deviationMin,
            double deviationMax,
            double mean,
            double variance,
            List<Double> channelMeans,
            List<Double> channelVariances,
            Optional<Histogram> histogram,
            long nonFinite) {
        public TensorSummary {
            channelMeans = List.copyOf(channelMeans);
            channelVariances = List.copyOf(channelVariances);
        }
    }

    /**
     * Elements of all samples by value; of a large tensor about a million in all, evenly spaced, and at least 8,192 of each
     * sample.
     *
     * @param min lower edge of the first bin, a multiple of the bins' width
     * @param max upper edge of the last bin
     * @param counts elements by bin; the bins' width is a power of two, for all of them the same
     */
    public record Histogram(float min, float max, List<Long> counts) {
        public Histogram {
            counts = List.copyOf(counts);
        }
    }
}
