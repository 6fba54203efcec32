package io.lapidary.quantization.statistics;

import java.util.Optional;

/**
 * How a tensor's elements are distributed: each is a function of another number, its origin, which is taken for normally
 * distributed by channel. Two tensors of one origin depend on each other, as in {@code x sigmoid(x)}, and what is made of them
 * is again a function of that origin.
 *
 * @param origin tells origins apart
 * @param of the origin's statistics
 * @param function from the origin to the element
 * @param steep whether far elements are so much larger than others that the image of the range says little
 */
record Distribution(Object origin, ChannelStatistics of, ChannelFunction function, boolean steep) {
    /** Elements that are their own origin. */
    static Distribution of(ChannelStatistics statistics) {
        return new Distribution(new Object(), statistics, ChannelFunction.SAME, false);
    }

    Distribution then(ChannelFunction next, boolean steeply) {
        return new Distribution(
                origin, of, (channel, x) -> next.at(channel, function.at(channel, x)), steep || steeply);
    }

    /** With channels repeated where a constant has more than there were. */
    Distribution widened(int channels) {
        return new Distribution(origin, of.repeated(Channels.leastCommon(channels, of.channels())), function, steep);
    }

    /**
     * Moments by quadrature, and the image of the range.
     *
     * @param deviations how far from the mean elements of a steep function are looked for
     * @return empty where the function has no finite values
     */
    Optional<ChannelStatistics> statistics(double deviations) {
        if (function == ChannelFunction.SAME) {
            return Optional.of(of);
        }
        var made = ChannelStatistics.empty(of.channels());
        for (int c = 0; c < of.channels(); c++) {
            Quadrature points = Quadrature.of(of, c, deviations);
            var mixture = new Mixture();
            for (int i = 0; i < points.count(); i++) {
                double y = function.at(c, points.value(i));
                if (Double.isFinite(y)) {
                    mixture.add(y, 0, y, y, points.weight(i));
                }
            }
            mixture.to(made, c);
            for (double x :
                    new double[] {of.least()[c], of.most()[c], Math.max(of.least()[c], Math.min(of.most()[c], 0))}) {
                made.reach(c, function.at(c, x));
            }
        }
        return Optional.of(steep ? made.within(deviations) : made).filter(ChannelStatistics::isSound);
    }
}
