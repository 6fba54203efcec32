package io.lapidary.engine.litert.child.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherersTest {
    @Test
    void rangeSurvivesEverySpecialValue() {
        var range = new SampleRange();
        float[] first = {-0f, Float.NaN, 3, Float.POSITIVE_INFINITY, -7, Float.MIN_VALUE};
        float[] second = {Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, Float.MAX_VALUE, -Float.NaN};
        var totals = new TensorTotals(1, Wanted.NOTHING);

        assertThat(seen(range, first)).isEqualTo(new SampleRange.Seen(-7, 3, 2));
        totals.add(range.seen());
        assertThat(seen(range, second)).isEqualTo(new SampleRange.Seen(-Float.MAX_VALUE, Float.MAX_VALUE, 2));
        totals.add(range.seen());

        assertThat(totals.summary().min()).isEqualTo(-Float.MAX_VALUE);
        assertThat(totals.summary().max()).isEqualTo(Float.MAX_VALUE);
        assertThat(totals.summary().nonFinite()).isEqualTo(4);
        assertThat(totals.summary().averageMax()).isCloseTo((3 + (double) Float.MAX_VALUE) / 2, within(1e30));
    }

    @Test
    void rangeOfNothingIsZeroAndOfNegativeZeroIsZero() {
        var range = new SampleRange();
        var totals = new TensorTotals(1, Wanted.NOTHING);
        seen(range, new float[] {Float.NaN});
        totals.add(range.seen());
        assertThat(totals.summary().min()).isZero();
        assertThat(totals.summary().averageMin()).isZero();

        seen(range, new float[] {-0f});
        totals.add(range.seen());
        assertThat(Float.floatToRawIntBits(totals.summary().min())).isZero();
    }

    @Test
    void rangesByChannelAreThoseOfFiniteSamples() {
        var totals = new TensorTotals(2, new Wanted(false, true, 0));
        assertThat(totals.summary().channelMins()).isEmpty();
        var range = new SampleRange();
        for (float[] sample : new float[][] {{1, -4, 2, -8, 3, 16}, {-2, 5, 7, -0f, 0, 4}}) {
            range.begin(4);
            range.add(Arrays.copyOf(sample, 4), 4);
            range.add(Arrays.copyOfRange(sample, 4, 6), 2);
            assertThat(range.end()).isTrue();
            totals.add(range.channels(2));
        }
        assertThat(totals.summary().channelMins()).containsExactly(-2f, -8f);
        assertThat(totals.summary().channelMaxes()).containsExactly(7f, 16f);
    }

    /** In pieces of three, and again one by one if something is not finite. */
    private static SampleRange.Seen seen(SampleRange range, float[] values) {
        range.begin(Math.min(3, values.length));
        for (int i = 0; i < values.length; i += 3) {
            float[] piece = Arrays.copyOfRange(values, i, Math.min(i + 3, values.length));
            range.add(piece, piece.length);
        }
        if (!range.end()) {
            range.addOneByOne(values, values.length);
        }
        return range.seen();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 64, 65, 200})
    void momentsAreThoseOfTheirDefinition(int channels) {
        float[] values = meansApart(channels);
        var moments = new SampleMoments();
        var totals = new TotalMoments(channels);
        int half = channels * 150;
        for (int from : new int[] {0, half}) {
            int to = from == 0 ? half : values.length;
            int width = 3 * channels;
            moments.begin(channels, width);
            for (int i = from; i < to; i += width) {
                float[] piece = Arrays.copyOfRange(values, i, Math.min(i + width, to));
                moments.add(piece, piece.length);
            }
            totals.add(moments.end());
        }
        assertMoments(totals, values, channels);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 65})
    void momentsLeaveOutWhatIsNotFinite(int channels) {
        float[] values = meansApart(channels);
        values[7] = Float.NaN;
        values[values.length - 1] = Float.NEGATIVE_INFINITY;
        var moments = new SampleMoments();
        moments.begin(channels, values.length);
        moments.addOneByOne(values, values.length);
        var totals = new TotalMoments(channels);
        totals.add(moments.end());
        assertMoments(totals, values, channels);
    }

    /** A mean that is large beside the spread, and another for every channel. */
    private static float[] meansApart(int channels) {
        var random = new Random(channels);
        float[] values = new float[channels * 301];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10_000 + i % channels + (float) random.nextGaussian();
        }
        return values;
    }

    private static void assertMoments(TotalMoments gathered, float[] values, int channels) {
        for (int c = 0; c < channels; c++) {
            double[] expected = moments(values, c, channels);
            assertThat(gathered.channelMeans().get(c)).isCloseTo(expected[0], within(1e-5));
            assertThat(gathered.channelVariances().get(c)).isCloseTo(expected[1], within(1e-5));
        }
        double[] expected = moments(values, 0, 1);
        assertThat(gathered.mean()).isCloseTo(expected[0], within(1e-5));
        assertThat(gathered.variance()).isCloseTo(expected[1], within(1e-5 * expected[1]));
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
    void histogramCountsOnBothSidesOfZero() {
        var histogram = new GrowingHistogram(4);
        histogram.reach(1);
        histogram.addFinite(new float[] {-1, -.6f, -.5f, 0, .99f, 1, Float.POSITIVE_INFINITY, Float.NaN}, 8);

        // 1 needs a reach of 2 and so a width of 0.5.
        assertThat(histogram.histogram().min()).isEqualTo(-1.5f);
        assertThat(histogram.histogram().max()).isEqualTo(1.5f);
        assertThat(histogram.histogram().counts()).containsExactly(1L, 2L, 0L, 1L, 1L, 1L);
    }

    @Test
    void histogramOfZerosAndOfNothing() {
        var zeros = new GrowingHistogram(4);
        zeros.reach(0);
        zeros.add(new float[] {0, 0}, 2);
        assertThat(zeros.histogram().counts()).containsExactly(2L);
        assertThat(new GrowingHistogram(4).histogram().counts()).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-42f, 1e-9f, 1, 3e38f})
    void histogramDoesNotDependOnOrderOrDivision(float unit) {
        var random = new Random(5);
        float[] values = new float[999];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (unit * Math.max(-1, Math.min(1, random.nextGaussian() / 4)) * i / 999);
        }
        var forward = new GrowingHistogram(64);
        var backward = new GrowingHistogram(64);
        var parts = List.of(new GrowingHistogram(64), new GrowingHistogram(64), new GrowingHistogram(64));
        for (int i = 0; i < values.length; i++) {
            count(forward, values[i]);
            count(backward, values[values.length - 1 - i]);
            count(parts.get(i % 3), values[i]);
        }
        var joined = new GrowingHistogram(64);
        parts.forEach(joined::add);

        assertThat(backward.histogram()).isEqualTo(forward.histogram());
        assertThat(joined.histogram()).isEqualTo(forward.histogram());
        assertThat(forward.histogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(999);
    }

    private static void count(GrowingHistogram histogram, float value) {
        histogram.reach(Math.abs(value));
        histogram.add(new float[] {value}, 1);
    }
}
