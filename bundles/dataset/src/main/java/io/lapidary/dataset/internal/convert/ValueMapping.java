package io.lapidary.dataset.internal.convert;

import java.util.List;

import io.lapidary.dataset.DataOptions;

/** {@code ((stored + offset) * scale - mean) / std}, in float64; mean and std by channel, the last dimension. */
final class ValueMapping {
    private final double scale;
    private final double offset;
    private final double[] mean;
    private final double[] std;
    private final boolean identity;

    /** @param channels the size of the last dimension; lists of mean and std have 1 or as many entries */
    ValueMapping(DataOptions.Values values, int channels) {
        scale = values.scale();
        offset = values.offset();
        mean = spread(values.mean(), channels);
        std = spread(values.std(), channels);
        identity = scale == 1
                && offset == 0
                && values.mean().stream().allMatch(m -> m == 0)
                && values.std().stream().allMatch(s -> s == 1);
    }

    private static double[] spread(List<Double> values, int channels) {
        double[] spread = new double[channels];
        for (int c = 0; c < channels; c++) {
            spread[c] = values.get(values.size() == 1 ? 0 : c);
        }
        return spread;
    }

    /** Maps {@code n} values in place, the first of which is element {@code position} of its sample. */
    void apply(double[] values, int n, long position) {
        if (identity) {
            return;
        }
        int channel = (int) (position % mean.length);
        for (int i = 0; i < n; i++) {
            values[i] = ((values[i] + offset) * scale - mean[channel]) / std[channel];
            if (++channel == mean.length) {
                channel = 0;
            }
        }
    }
}
