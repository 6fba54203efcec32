package io.lapidary.quantization.statistics;

/** What is made of each element, which may be another thing in each channel. */
@FunctionalInterface
interface ChannelFunction {
    ChannelFunction SAME = (channel, x) -> x;

    double at(int channel, double x);
}
