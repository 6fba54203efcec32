package io.lapidary.quantization.statistics;

import java.util.function.DoubleBinaryOperator;

import io.lapidary.model.BuiltinOperator;

/** Two independent numbers, channel by channel. */
record Pair(Distribution first, Distribution second, double deviations) {
    ChannelStatistics statistics(BuiltinOperator type) {
        DoubleBinaryOperator function = PairRule.function(type);
        ChannelStatistics a = first.statistics(deviations).orElseThrow();
        ChannelStatistics b = second.statistics(deviations).orElseThrow();
        var made = ChannelStatistics.empty(Channels.leastCommon(a.channels(), b.channels()));
        for (int c = 0; c < made.channels(); c++) {
            int i = c % a.channels();
            int k = c % b.channels();
            double[] moments = moments(type, a.means()[i], a.variances()[i], b.means()[k], b.variances()[k]);
            var corners = corners(a, i, b, k, function);
            if (moments.length == 0) {
                var integral = integral(i, k, function);
                moments = new double[] {integral.mean(), integral.variance()};
            }
            made.set(c, moments[0], moments[1], corners[0], corners[1]);
        }
        return made.within(deviations);
    }

    /** Mean and variance where there is a formula for any distributions. */
    private static double[] moments(BuiltinOperator type, double m, double v, double n, double w) {
        return switch (type) {
            case ADD -> new double[] {m + n, v + w};
            case SUB -> new double[] {m - n, v + w};
            case MUL -> new double[] {m * n, v * w + v * n * n + w * m * m};
            default -> new double[0];
        };
    }

    /** The ends of what a function, rising or falling in each number, makes of two ranges. */
    private static double[] corners(
            ChannelStatistics a, int i, ChannelStatistics b, int k, DoubleBinaryOperator function) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double x : new double[] {a.least()[i], a.most()[i]}) {
            for (double y : new double[] {b.least()[k], b.most()[k]}) {
                double z = function.applyAsDouble(x, y);
                least = Math.min(least, z);
                most = Math.max(most, z);
            }
        }
        return new double[] {least, most};
    }

    private Mixture integral(int i, int k, DoubleBinaryOperator function) {
        int channelA = i % first.of().channels();
        int channelB = k % second.of().channels();
        Quadrature xs = Quadrature.coarse(first.of(), channelA);
        Quadrature ys = Quadrature.coarse(second.of(), channelB);
        var mixture = new Mixture();
        for (int x = 0; x < xs.count(); x++) {
            double left = first.function().at(channelA, xs.value(x));
            for (int y = 0; y < ys.count(); y++) {
                double z = function.applyAsDouble(left, second.function().at(channelB, ys.value(y)));
                if (Double.isFinite(z)) {
                    mixture.add(z, 0, z, z, xs.weight(x) * ys.weight(y));
                }
            }
        }
        return mixture;
    }
}
