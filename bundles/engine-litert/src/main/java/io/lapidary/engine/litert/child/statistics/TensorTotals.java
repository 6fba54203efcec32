package io.lapidary.engine.litert.child.statistics;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.engine.StatisticsResult;

/** One tensor's statistics over all samples. Samples must be added in their order, or the last bits of sums differ. */
final class TensorTotals {
    private final Optional<TotalMoments> moments;
    private final Optional<TotalChannelRanges> channelRanges;
    private final Optional<GrowingHistogram> histogram;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private double averageMin;
    private double averageMax;
    private long samples;
    private final GroupExtremes negatedLows = new GroupExtremes();
    private final GroupExtremes groupHighs = new GroupExtremes();
    private long nonFinite;

    /** @param channels of the tensor */
    TensorTotals(int channels, Wanted wanted) {
        this.moments = wanted.moments() ? Optional.of(new TotalMoments(channels)) : Optional.empty();
        this.channelRanges = wanted.channelRanges() ? Optional.of(new TotalChannelRanges(channels)) : Optional.empty();
        this.histogram = wanted.bins() > 0 ? Optional.of(new GrowingHistogram(wanted.bins())) : Optional.empty();
    }

    void add(SampleRange.Seen sample) {
        nonFinite += sample.nonFinite();
        if (sample.any()) {
            min = Math.min(min, sample.min());
            max = Math.max(max, sample.max());
            samples++;
            averageMin += (sample.min() - averageMin) / samples;
            averageMax += (sample.max() - averageMax) / samples;
            negatedLows.add(-sample.min());
            groupHighs.add(sample.max());
        }
    }

    void add(SampleMoments.Channels sample) {
        moments.ifPresent(all -> all.add(sample));
    }

    void add(SampleRange.Channels sample) {
        channelRanges.ifPresent(all -> all.add(sample));
    }

    void add(GrowingHistogram part) {
        histogram.ifPresent(all -> all.add(part));
    }

    StatisticsResult.TensorSummary summary() {
        boolean any = samples > 0;
        return new StatisticsResult.TensorSummary(
                any ? min : 0,
                any ? max : 0,
                averageMin,
                averageMax,
                negated(negatedLows.extremes()),
                groupHighs.extremes(),
                moments.map(TotalMoments::mean).orElse(0.0),
                moments.map(TotalMoments::variance).orElse(0.0),
                moments.map(TotalMoments::channelMeans).orElse(List.of()),
                moments.map(TotalMoments::channelVariances).orElse(List.of()),
                channelRanges.map(TotalChannelRanges::least).orElse(List.of()),
                channelRanges.map(TotalChannelRanges::largest).orElse(List.of()),
                histogram.map(GrowingHistogram::histogram),
                nonFinite);
    }

    private static StatisticsResult.Extremes negated(StatisticsResult.Extremes extremes) {
        return new StatisticsResult.Extremes(-extremes.mean(), extremes.lScale(), extremes.groups(), extremes.utmost());
    }
}
