package io.lapidary.api.engine;

/** What an engine gathers of a tensor over samples. */
public enum TensorStatistic {
    /** Least and largest value seen, and the mean over samples of each sample's least and largest. */
    RANGE,
    /** Mean and variance, whole and by channel (the last axis). */
    MOMENTS,
    /** Least and largest value by channel (the last axis). */
    CHANNEL_RANGES,
    /** A histogram, see {@link StatisticsResult.Histogram}. */
    HISTOGRAM
}
