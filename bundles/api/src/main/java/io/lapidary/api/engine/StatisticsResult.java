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
     * @param least values of groups of samples
     * @param largest values of the same groups
     * @param mean of all elements; 0 unless moments were asked for
     * @param variance of all elements; 0 unless moments were asked for
     * @param channelMeans by index of the last axis, exact to some 1e-6 of the channel's spread; empty unless moments were
     *     asked for
     * @param channelVariances by index of the last axis; empty unless moments were asked for
     * @param channelMins least values by index of the last axis, over samples of which all elements are finite; empty unless
     *     asked for, or where there is no such sample
     * @param channelMaxes largest values, likewise
     * @param histogram if asked for
     * @param nonFinite how many elements were NaN or infinite; they enter nothing else
     */
    public record TensorSummary(
            float min,
            float max,
            double averageMin,
            double averageMax,
            Extremes least,
            Extremes largest,
            double mean,
            double variance,
            List<Double> channelMeans,
            List<Double> channelVariances,
            List<Float> channelMins,
            List<Float> channelMaxes,
            Optional<Histogram> histogram,
            long nonFinite) {
        public TensorSummary {
            channelMeans = List.copyOf(channelMeans);
            channelVariances = List.copyOf(channelVariances);
            channelMins = List.copyOf(channelMins);
            channelMaxes = List.copyOf(channelMaxes);
        }

        /** Without ranges by channel. */
        public TensorSummary(
                float min,
                float max,
                double averageMin,
                double averageMax,
                Extremes least,
                Extremes largest,
                double mean,
                double variance,
                List<Double> channelMeans,
                List<Double> channelVariances,
                Optional<Histogram> histogram,
                long nonFinite) {
            this(
                    min,
                    max,
                    averageMin,
                    averageMax,
                    least,
                    largest,
                    mean,
                    variance,
                    channelMeans,
                    channelVariances,
                    List.of(),
                    List.of(),
                    histogram,
                    nonFinite);
        }
    }

    /**
     * Least or largest values of groups of consecutive samples, which are all of one size: of single samples as long as they are
     * fewer than 16, then of larger groups, so that there are 8 to 15.
     *
     * @param mean of the groups' values
     * @param lScale half the mean distance of two of them (the second L-moment, Hosking 1990); 0 of fewer than two
     * @param groups how many there are
     * @param utmost how many of them have the very least or largest value of all groups
     */
    public record Extremes(double mean, double lScale, long groups, long utmost) {
        public static final Extremes NONE = new Extremes(0, 0, 0, 0);
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
