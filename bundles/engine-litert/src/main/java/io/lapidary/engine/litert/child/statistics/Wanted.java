package io.lapidary.engine.litert.child.statistics;

import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;

/**
 * What is gathered besides ranges.
 *
 * @param moments by channel
 * @param channelRanges by channel
 * @param bins of the histogram; 0 for none
 */
record Wanted(boolean moments, boolean channelRanges, int bins) {
    static final Wanted NOTHING = new Wanted(false, false, 0);

    static Wanted of(StatisticsRequest request) {
        var statistics = request.statistics();
        return new Wanted(
                statistics.contains(TensorStatistic.MOMENTS),
                statistics.contains(TensorStatistic.CHANNEL_RANGES),
                statistics.contains(TensorStatistic.HISTOGRAM) ? request.histogramBins() : 0);
    }
}
