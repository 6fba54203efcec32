package io.lapidary.quantization.statistics;

/** Moments and bounds of elements of several kinds together. */
final class Mixture {
    private double weight;
    private double sum;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void add(ChannelStatistics of, int channel, double share) {
        add(of.means()[channel], of.variances()[channel], of.least()[channel], of.most()[channel], share);
    }

    void add(double mean, double variance, double low, double high, double share) {
        if (share > 0) {
            weight += share;
            sum += share * mean;
            squares += share * (variance + mean * mean);
            least = Math.min(least, low);
            most = Math.max(most, high);
        }
    }

    double mean() {
        return sum / weight;
    }

    double variance() {
        return Math.max(0, squares / weight - mean() * mean());
    }

    void to(ChannelStatistics statistics, int channel) {
        statistics.set(channel, mean(), variance(), least, most);
    }
}
