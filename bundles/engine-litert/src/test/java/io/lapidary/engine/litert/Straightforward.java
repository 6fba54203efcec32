package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lapidary.api.engine.ComparisonResult;
import io.lapidary.api.engine.StatisticsResult;

/** Statistics as one would write them down from their definition. */
final class Straightforward {
    private Straightforward() {}

    static void assertSummary(
            StatisticsResult.TensorSummary summary, float[] values, int perSample, int channels, int bins) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        assertThat(summary.min()).isEqualTo(min);
        assertThat(summary.max()).isEqualTo(max);
        assertThat(summary.mean()).isCloseTo(mean, within(1e-9));
        assertThat(summary.variance()).isCloseTo(squares / values.length, within(1e-9));
        assertAverages(summary, values, perSample);
        assertChannels(summary, values, channels);
        assertHistogram(summary.histogram().orElseThrow(), values, min, max, bins);
    }

    private static void assertAverages(StatisticsResult.TensorSummary summary, float[] values, int perSample) {
        double mins = 0;
        double maxes = 0;
        for (int from = 0; from < values.length; from += perSample) {
            float min = values[from];
            float max = values[from];
            for (int i = from; i < from + perSample; i++) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
            mins += min;
            maxes += max;
        }
        int samples = values.length / perSample;
        assertThat(summary.averageMin()).isCloseTo(mins / samples, within(1e-9));
        assertThat(summary.averageMax()).isCloseTo(maxes / samples, within(1e-9));
    }

    private static void assertChannels(StatisticsResult.TensorSummary summary, float[] values, int channels) {
        assertThat(summary.channelMeans()).hasSize(channels);
        assertThat(summary.channelVariances()).hasSize(channels);
        int rows = values.length / channels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += values[row * channels + c];
            }
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                min = Math.min(min, values[row * channels + c]);
                max = Math.max(max, values[row * channels + c]);
                double distance = values[row * channels + c] - sum / rows;
                squares += distance * distance;
            }
            assertThat(summary.channelMins().get(c)).isEqualTo(min);
            assertThat(summary.channelMaxes().get(c)).isEqualTo(max);
            assertThat(summary.channelMeans().get(c)).isCloseTo(sum / rows, within(1e-6));
            assertThat(summary.channelVariances().get(c)).isCloseTo(squares / rows, within(1e-6));
        }
    }

    /** Each bin holds what lies within its edges; the width is a power of two, so edges are exact. */
    private static void assertHistogram(
            StatisticsResult.Histogram histogram, float[] values, float min, float max, int bins) {
        int size = histogram.counts().size();
        double width = ((double) histogram.max() - histogram.min()) / size;
        assertThat(Math.scalb(1.0, Math.getExponent(width))).isEqualTo(width);
        assertThat(Math.max(-histogram.min(), histogram.max()) / width).isBetween(bins / 2.0, (double) bins);
        Long[] counts = new Long[size];
        java.util.Arrays.fill(counts, 0L);
        for (float value : values) {
            counts[(int) Math.floor((value - histogram.min()) / width)]++;
        }
        assertThat(histogram.min()).isBetween(min - (float) width, min);
        assertThat(histogram.max()).isBetween(max, max + (float) width);
        assertThat(histogram.counts()).containsExactly(counts);
    }

    static void assertDifference(ComparisonResult.Difference difference, float[] right, float[] other) {
        double signal = 0;
        double error = 0;
        double largest = 0;
        for (int i = 0; i < right.length; i++) {
            double distance = (double) right[i] - other[i];
            signal += (double) right[i] * right[i];
            error += distance * distance;
            largest = Math.max(largest, Math.abs(distance));
        }
        assertThat(difference.signalEnergy()).isCloseTo(signal, within(1e-6 * signal));
        assertThat(difference.errorEnergy()).isCloseTo(error, within(1e-6 * error));
        assertThat(difference.largestError()).isCloseTo(largest, within(1e-9));
    }
}
