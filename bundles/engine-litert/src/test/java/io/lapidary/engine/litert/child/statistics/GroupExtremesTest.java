package io.lapidary.engine.litert.child.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.engine.StatisticsResult.Extremes;

class GroupExtremesTest {
    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "15, 1", "16, 2", "17, 2", "31, 2", "32, 4", "100, 8", "1000, 64"})
    void groupsAreOfOneSizeAndAllTheSamplesThatFillThem(int samples, int size) {
        float[] values = values(samples);
        var groups = new GroupExtremes();
        for (float value : values) {
            groups.add(value);
        }
        double[] largest = new double[samples / size];
        for (int i = 0; i < largest.length * size; i++) {
            largest[i / size] = i % size == 0 ? values[i] : Math.max(largest[i / size], values[i]);
        }

        Extremes told = groups.extremes();
        assertThat(told.groups()).isEqualTo(largest.length);
        assertThat(told.mean()).isCloseTo(mean(largest), within(1e-6));
        assertThat(told.lScale()).isCloseTo(meanDistance(largest) / 2, within(1e-6));
        assertThat(told.utmost()).isEqualTo(1);
    }

    @Test
    void groupsThatReachTheEndAreCounted() {
        var groups = new GroupExtremes();
        for (float value : new float[] {1, 4, 3, 4, 4, 2}) {
            groups.add(value);
        }
        assertThat(groups.extremes().utmost()).isEqualTo(3);
    }

    @Test
    void noSamplesHaveNoExtremes() {
        assertThat(new GroupExtremes().extremes()).isEqualTo(Extremes.NONE);
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double meanDistance(double[] values) {
        double sum = 0;
        for (double one : values) {
            for (double other : values) {
                sum += Math.abs(one - other);
            }
        }
        return values.length == 1 ? 0 : sum / (values.length * (values.length - 1.0));
    }
}
