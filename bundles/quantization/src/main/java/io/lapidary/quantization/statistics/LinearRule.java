package io.lapidary.quantization.statistics;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.WeightRows;

/** Products with constant weights: sums of channels that do not depend on each other. */
final class LinearRule implements StatisticsRule {
    @Override
    public List<Distribution> of(Operator operator, Known known) {
        Optional<LinearLayer> layer = LinearLayer.reading(operator);
        Optional<ChannelStatistics> input = layer.flatMap(found -> known.statistics(found.data()));
        Optional<ChannelStatistics> bias = layer.flatMap(LinearLayer::bias).flatMap(known::statistics);
        boolean unknown = layer.isEmpty()
                || input.isEmpty()
                || layer.get().bias().isPresent()
                        && (bias.isEmpty() || !layer.get().bias().get().isConstant());
        if (unknown) {
            return List.of();
        }
        var sums = sums(layer.get(), Patches.of(layer.get(), input.get()), bias, known.deviations());
        return Activations.fused(Distribution.of(sums), operator);
    }

    private static ChannelStatistics sums(
            LinearLayer layer, Patches patches, Optional<ChannelStatistics> bias, double deviations) {
        WeightRows rows = layer.rows();
        FloatBuffer weights = layer.weights().data().asFloatBuffer();
        var sums = ChannelStatistics.empty(rows.outputs());
        for (int output = 0; output < rows.outputs(); output++) {
            int channel = output;
            double offset = bias.map(values -> values.means()[channel % values.channels()])
                    .orElse(0.0);
            double[] row = rows.row(weights, output);
            var mixture = new Mixture();
            for (TapSets.Set set : patches.taps().sets()) {
                ChannelStatistics sum = sum(row, offset, set.taps(), patches, rows.group(output));
                mixture.add(sum.within(deviations), 0, set.share());
            }
            mixture.to(sums, output);
        }
        return sums;
    }

    private static ChannelStatistics sum(double[] row, double offset, int[] taps, Patches patches, int group) {
        ChannelStatistics input = patches.statistics();
        double mean = offset;
        double low = offset;
        double high = offset;
        double apart = 0;
        double together = 0;
        for (int c = 0; c < patches.own(); c++) {
            int channel = patches.channel(group, c);
            double variance = input.variances()[channel];
            double whole = 0;
            for (int tap : taps) {
                double weight = row[tap * patches.own() + c];
                if (weight != 0) {
                    whole += weight;
                    mean += weight * input.means()[channel];
                    apart += weight * weight * variance;
                    low += weight * (weight > 0 ? input.least() : input.most())[channel];
                    high += weight * (weight > 0 ? input.most() : input.least())[channel];
                }
            }
            together += whole * whole * variance;
        }
        return ChannelStatistics.of(mean, Math.max(apart, together), low, high);
    }
}
