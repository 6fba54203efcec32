package io.lapidary.quantization.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * What a tensor's elements are like, by channel: the index on its last axis modulo the number of channels.
 *
 * @param means by channel
 * @param variances likewise, not negative
 * @param least which no element is taken to be below; may be infinite
 * @param most which no element is taken to be above; may be infinite
 */
public record ChannelStatistics(double[] means, double[] variances, double[] least, double[] most) {
    static ChannelStatistics empty(int channels) {
        return new ChannelStatistics(
                new double[channels], new double[channels], new double[channels], new double[channels]);
    }

    /** One channel. */
    public static ChannelStatistics of(double mean, double variance, double least, double most) {
        return new ChannelStatistics(
                new double[] {mean}, new double[] {variance}, new double[] {least}, new double[] {most});
    }

    /** Of each channel's range every number is as likely as any other. */
    public static ChannelStatistics uniform(double[] least, double[] most) {
        var made = empty(least.length);
        for (int c = 0; c < least.length; c++) {
            double width = most[c] - least[c];
            made.set(c, least[c] + width / 2, width * width / 12, least[c], most[c]);
        }
        return made;
    }

    /** One channel, in which every number of a range is as likely as any other. */
    public static ChannelStatistics uniform(double least, double most) {
        return uniform(new double[] {least}, new double[] {most});
    }

    /** One channel without bounds, of a normal distribution. */
    public static ChannelStatistics normal(double mean, double deviation) {
        return of(mean, deviation * deviation, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public int channels() {
        return means.length;
    }

    boolean crossesZero() {
        boolean crosses = false;
        for (int c = 0; c < means.length; c++) {
            crosses |= least[c] <= 0 && most[c] >= 0;
        }
        return crosses;
    }

    boolean isSound() {
        for (int c = 0; c < means.length; c++) {
            if (!Double.isFinite(means[c])
                    || !Double.isFinite(variances[c])
                    || Double.isNaN(least[c])
                    || Double.isNaN(most[c])) {
                return false;
            }
        }
        return true;
    }

    /** Every channel within so many standard deviations about its mean. */
    ChannelStatistics within(double deviations) {
        double[] low = new double[means.length];
        double[] high = new double[means.length];
        for (int c = 0; c < means.length; c++) {
            double reach = deviations * Math.sqrt(variances[c]);
            low[c] = Math.min(means[c], Math.max(least[c], means[c] - reach));
            high[c] = Math.max(means[c], Math.min(most[c], means[c] + reach));
        }
        return new ChannelStatistics(means, variances, low, high);
    }

    /** So many standard deviations in place of a bound that is none. */
    ChannelStatistics reaching(double deviations) {
        var within = within(deviations);
        for (int c = 0; c < means.length; c++) {
            within.least[c] = Double.isInfinite(least[c]) ? within.least[c] : least[c];
            within.most[c] = Double.isInfinite(most[c]) ? within.most[c] : most[c];
        }
        return within;
    }

    /** The same moments with other bounds. */
    public ChannelStatistics heldWithin(double low, double high) {
        double[] lows = new double[means.length];
        double[] highs = new double[means.length];
        Arrays.fill(lows, low);
        Arrays.fill(highs, high);
        return new ChannelStatistics(means, variances, lows, highs);
    }

    /** The channels over and over. */
    public ChannelStatistics repeated(int channels) {
        if (channels == means.length) {
            return this;
        }
        var all = empty(channels);
        for (int c = 0; c < channels; c++) {
            all.set(c, this, c % means.length);
        }
        return all;
    }

    /** Fewer channels, each the mixture of those that fall together. */
    ChannelStatistics folded(int channels) {
        if (channels == means.length) {
            return this;
        }
        var mixtures = empty(channels);
        int parts = means.length / channels;
        for (int c = 0; c < channels; c++) {
            var mixture = new Mixture();
            for (int part = 0; part < parts; part++) {
                mixture.add(this, c + part * channels, 1);
            }
            mixture.to(mixtures, c);
        }
        return mixtures;
    }

    /** All channels as one. */
    ChannelStatistics whole() {
        return folded(1);
    }

    /** Some of the channels, in a row. */
    ChannelStatistics part(int from, int to) {
        return new ChannelStatistics(
                Arrays.copyOfRange(means, from, to),
                Arrays.copyOfRange(variances, from, to),
                Arrays.copyOfRange(least, from, to),
                Arrays.copyOfRange(most, from, to));
    }

    /** Channels of several, one behind the other. */
    static ChannelStatistics joined(List<ChannelStatistics> parts) {
        var all = empty(parts.stream().mapToInt(ChannelStatistics::channels).sum());
        int at = 0;
        for (ChannelStatistics part : parts) {
            for (int c = 0; c < part.channels(); c++) {
                all.set(at++, part, c);
            }
        }
        return all;
    }

    /** Elements of several, each by its share, of as many channels as the one that has most. */
    static ChannelStatistics mixed(List<ChannelStatistics> parts, double[] shares) {
        int channels = parts.stream().mapToInt(ChannelStatistics::channels).reduce(1, Channels::leastCommon);
        var all = empty(channels);
        for (int c = 0; c < channels; c++) {
            var mixture = new Mixture();
            for (int i = 0; i < shares.length; i++) {
                mixture.add(parts.get(i), c % parts.get(i).channels(), shares[i]);
            }
            mixture.to(all, c);
        }
        return all;
    }

    /** Widens a channel's bounds to a number, if it is one. */
    void reach(int channel, double value) {
        if (Double.isFinite(value)) {
            least[channel] = Math.min(least[channel], value);
            most[channel] = Math.max(most[channel], value);
        }
    }

    void set(int channel, ChannelStatistics other, int from) {
        set(channel, other.means[from], other.variances[from], other.least[from], other.most[from]);
    }

    void set(int channel, double mean, double variance, double low, double high) {
        means[channel] = mean;
        variances[channel] = Math.max(0, variance);
        least[channel] = low;
        most[channel] = high;
    }
}
