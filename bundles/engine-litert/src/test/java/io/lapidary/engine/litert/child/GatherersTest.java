package io.lapidary.engine.litert.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherersTest {
    @Test
    void rangeSurvivesEverySpecialValue() {
        var range = new RangeGatherer();
        float[] first = {-0f, Float.NaN, 3, Float.POSITIVE_INFINITY, -7, Float.MIN_VALUE};
        float[] second = {Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, Float.MAX_VALUE, -Float.NaN};

        range.beginSample();
        assertThat(range.add(bits(first), first.length)).isFalse();
        range.endSample();
        assertThat(range.min()).isEqualTo(-7);
        assertThat(range.max()).isEqualTo(3);
        range.beginSample();
        range.add(bits(second), second.length);
        range.endSample();

        assertThat(range.min()).isEqualTo(-Float.MAX_VALUE);
        assertThat(range.max()).isEqualTo(Float.MAX_VALUE);
        assertThat(range.nonFinite()).isEqualTo(4);
        assertThat(range.averageMax()).isCloseTo((3 + (double) Float.MAX_VALUE) / 2, within(1.0));
    }

    @Test
    void rangeOfNothingIsZeroAndOfNegativeZeroIsZero() {
        var range = new RangeGatherer();
        range.beginSample();
        range.add(bits(new float[] {Float.NaN}), 1);
        range.endSample();
        assertThat(range.min()).isZero();
        assertThat(range.averageMin()).isZero();

        range.beginSample();
        range.add(bits(new float[] {-0f}), 1);
        range.endSample();
        assertThat(Float.floatToRawIntBits(range.min())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 64, 65, 200})
    void momentsAreThoseOfTheirDefinition(int channels) {
        var random = new Random(channels);
        float[] values = new float[channels * 301];
        for (int i = 0; i < values.length; i++) {
            // A mean that is large beside the spread, and another for every channel.
            values[i] = 10_000 + i % channels + (float) random.nextGaussian();
        }
        values[7] = Float.NaN;
        values[values.length - 1] = Float.NEGATIVE_INFINITY;

        var moments = new MomentsGatherer(channels);
        int piece = 77;
        for (int from = 0; from < values.length; from += piece) {
            int n = Math.min(piece, values.length - from);
            float[] part = java.util.Arrays.copyOfRange(values, from, from + n);
            boolean finite = true;
            for (float value : part) {
                finite &= Float.isFinite(value);
            }
            moments.add(part, from, n, finite);
        }

        var gathered = moments.moments();
        for (int c = 0; c < channels; c++) {
            double[] expected = moments(values, c, channels);
            assertThat(gathered.channelMeans().get(c)).isCloseTo(expected[0], within(1e-8));
            assertThat(gathered.channelVariances().get(c)).isCloseTo(expected[1], within(1e-8));
        }
        double[] expected = moments(values, 0, 1);
        assertThat(gathered.mean()).isCloseTo(expected[0], within(1e-8));
        assertThat(gathered.variance()).isCloseTo(expected[1], within(1e-6 * expected[1]));
    }

    private static double[] moments(float[] values, int first, int step) {
        double sum = 0;
        int count = 0;
        for (int i = first; i < values.length; i += step) {
            if (Float.isFinite(values[i])) {
                sum += values[i];
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = first; i < values.length; i += step) {
            if (Float.isFinite(values[i])) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
        }
        return new double[] {mean, squares / count};
    }

    @Test
    void histogramOfOneValueFillsItsFirstBin() {
        var constant = new HistogramGatherer(2, 2, 4);
        constant.add(new float[] {2, 2, Float.NaN}, 3);
        var spread = new HistogramGatherer(-1, 1, 4);
        spread.add(new float[] {-1, -.6f, -.5f, 0, .99f, 1, Float.POSITIVE_INFINITY}, 7);

        assertThat(constant.histogram().counts()).containsExactly(2L, 0L, 0L, 0L);
        assertThat(spread.histogram().counts()).containsExactly(2L, 1L, 1L, 2L);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
