package io.lapidary.quantization.calibration;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.Tensor;
import io.lapidary.model.description.TensorDescription;
import io.lapidary.quantization.statistics.ChannelStatistics;

/**
 * What a model's metadata tells of an input. Of a normalized image, that its pixels are 0 to 255 before; what its stats say is then
 * not looked at, for some tools write those of pixels and some those of normalized ones. Of others, the stats.
 */
final class DescribedInputs {
    private static final float MOST_PIXEL = 255;

    private DescribedInputs() {}

    /** By channel where there is a number for each; empty where nothing or nonsense is told. */
    static Optional<ChannelStatistics> of(Tensor input, TensorDescription description) {
        List<Float> mean = description.mean();
        List<Float> deviation = description.deviation();
        int channels = input.shape().rank() == 0 ? 1 : input.shape().last();
        if (description.image() && !mean.isEmpty() && !deviation.isEmpty()) {
            int count = Math.max(mean.size(), deviation.size());
            double[] least = new double[count];
            double[] most = new double[count];
            for (int c = 0; c < count; c++) {
                double subtracted = mean.get(c % mean.size());
                double divisor = deviation.get(c % deviation.size());
                least[c] = (0 - subtracted) / divisor;
                most[c] = (MOST_PIXEL - subtracted) / divisor;
            }
            return uniform(least, most, channels);
        }
        int count = Math.max(description.least().size(), description.most().size());
        if (description.least().isEmpty() || description.most().isEmpty()) {
            return Optional.empty();
        }
        double[] least = new double[count];
        double[] most = new double[count];
        for (int c = 0; c < count; c++) {
            least[c] = description.least().get(c % description.least().size());
            most[c] = description.most().get(c % description.most().size());
        }
        return uniform(least, most, channels);
    }

    private static Optional<ChannelStatistics> uniform(double[] least, double[] most, int channels) {
        for (int c = 0; c < least.length; c++) {
            if (!(least[c] < most[c]) || !ValueRange.isValid((float) least[c], (float) most[c])) {
                return Optional.empty();
            }
        }
        return least.length == 1 || least.length == channels
                ? Optional.of(ChannelStatistics.uniform(least, most))
                : Optional.empty();
    }
}
