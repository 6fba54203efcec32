package io.lapidary.quantization.integer.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.statistics.ChannelStatistics;

class ReaderNoiseTest {
    private static final int CHANNELS = 24;
    private static final int OUTPUTS = 80;
    private static final Levels INT8 = IntegerScheme.INT8.levels();
    private static final Levels INT16 = IntegerScheme.INT16X8.levels();

    private final ModelBuilder builder = new ModelBuilder("reader");

    /** The formula by hand: a channel of 0 to 8 and one of 0 to 1, which is made four times as large. */
    @Test
    void addsWhatBothRoundingsLeave() {
        Tensor weights = builder.constant("weights", Shape.of(2, 2), 1f, .5f, -.25f, 2f);
        var seen = new ChannelStatistics(
                new double[] {2, .5}, new double[] {4, .25}, new double[] {0, 0}, new double[] {8, 1});

        double step = 8 / 255.0;
        double gain = 1 + 1 / 16.0 + (.25 + 4) / 16;
        double steps = (1 + .25) / (127 * 127);
        double activation = step * step / 12 * gain;
        assertThat(new ReaderNoise(weights, seen, true, true).of(new int[] {0, 2}, List.of(INT8)))
                .isCloseTo(activation + steps / 12 * (4 + 16 * .25), within(1e-12));
        assertThat(new ReaderNoise(weights, seen, false, true).of(new int[] {0, 2}, List.of(INT8)))
                .isCloseTo(activation + steps / 12 * (8 + 16 * .5), within(1e-12));
        assertThat(new ReaderNoise(weights, seen, true, false).of(new int[] {0, 2}, List.of(INT8)))
                .isCloseTo(activation + 2 / (127.0 * 127) / 12 * 8, within(1e-12));
        double fine = 8 / 32767.0;
        assertThat(new ReaderNoise(weights, seen, true, true).of(new int[] {0, 2}, List.of(INT16)))
                .isCloseTo(fine * fine / 12 * gain + steps / 12 * 8, within(1e-12));
    }

    @Test
    void sharesAreThoseOfTheLargestBesideIt() {
        Tensor weights = builder.constant("weights", Shape.of(2, 1, 1, 3), 4f, -1, 0, 1, 2, 0);
        var seen = new ChannelStatistics(new double[3], new double[3], new double[3], new double[3]);
        assertThat(new ReaderNoise(weights, seen, true, true).shares()).containsExactly(1, 1, 0);
        assertThat(new ReaderNoise(weights, seen, true, false).shares()).containsExactly(1, .5, 0);
    }

    /** What is predicted is what numbers show that are rounded, whatever the factors. */
    @Test
    void predictsTheErrorOfRoundedNumbers() {
        var random = new Random(3);
        double[] deviations = new double[CHANNELS];
        float[] values = new float[OUTPUTS * CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            deviations[c] = Math.pow(2, -3 * random.nextDouble());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(2, -(i % CHANNELS % 3)));
        }
        double[][] data = new double[1000][CHANNELS];
        for (double[] sample : data) {
            for (int c = 0; c < CHANNELS; c++) {
                sample[c] = 1 + deviations[c] * random.nextGaussian();
            }
        }
        Tensor weights = builder.constant("weights", Shape.of(OUTPUTS, CHANNELS), values);
        ChannelStatistics seen = statistics(data);
        for (int trial = 0; trial < 4; trial++) {
            int[] bits = new int[CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                bits[c] = trial == 0 ? 0 : random.nextInt(5) - 2;
            }
            for (Levels levels : new Levels[] {INT8, INT16}) {
                double predicted = new ReaderNoise(weights, seen, true, true).of(bits, List.of(levels));
                assertThat(predicted / measured(values, data, seen, bits, levels))
                        .as("%s %s", levels, trial)
                        .isBetween(.8, 1.3);
            }
        }
    }

    private static ChannelStatistics statistics(double[][] data) {
        double[] means = new double[CHANNELS];
        double[] squares = new double[CHANNELS];
        double[] least = new double[CHANNELS];
        double[] most = new double[CHANNELS];
        for (double[] sample : data) {
            for (int c = 0; c < CHANNELS; c++) {
                means[c] += sample[c] / data.length;
                squares[c] += sample[c] * sample[c] / data.length;
                least[c] = Math.min(least[c], sample[c]);
                most[c] = Math.max(most[c], sample[c]);
            }
        }
        for (int c = 0; c < CHANNELS; c++) {
            squares[c] -= means[c] * means[c];
        }
        return new ChannelStatistics(means, squares, least, most);
    }

    /** The mean squared error of a sample's outputs, less the mean error of each, which a bias takes out. */
    private static double measured(
            float[] weights, double[][] data, ChannelStatistics seen, int[] bits, Levels levels) {
        double low = 0;
        double high = 0;
        for (int c = 0; c < CHANNELS; c++) {
            low = Math.min(low, Math.scalb(seen.least()[c], bits[c]));
            high = Math.max(high, Math.scalb(seen.most()[c], bits[c]));
        }
        double step = levels.step(low, high);
        double noise = 0;
        for (int o = 0; o < OUTPUTS; o++) {
            double largest = 0;
            for (int c = 0; c < CHANNELS; c++) {
                largest = Math.max(largest, Math.abs(Math.scalb(weights[o * CHANNELS + c], -bits[c])));
            }
            double sum = 0;
            double squares = 0;
            for (double[] sample : data) {
                double error = 0;
                for (int c = 0; c < CHANNELS; c++) {
                    double weight = Math.scalb(weights[o * CHANNELS + c], -bits[c]);
                    double value = Math.scalb(sample[c], bits[c]);
                    error += rounded(weight, largest / 127) * rounded(value, step) - weight * value;
                }
                sum += error / data.length;
                squares += error * error / data.length;
            }
            noise += squares - sum * sum;
        }
        return noise;
    }

    private static double rounded(double value, double step) {
        return Math.rint(value / step) * step;
    }
}
