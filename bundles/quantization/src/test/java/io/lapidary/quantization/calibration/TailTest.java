package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.StatisticsResult.Extremes;

/** The error expected of what is yet to come, against that of what then comes, for distributions of known tails. */
class TailTest {
    private static final int SAMPLES = 100;
    private static final int GROUP = 8;
    private static final int TRIALS = 4_000;

    private final Random random = new Random(8);

    /** The cost of clipping at the largest value seen and one scale behind it, in parts of the one that is expected. */
    private double[] ratios(DoubleSupplier largestOfSample, double scale) {
        double[] expected = new double[2];
        double[] met = new double[2];
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] seen = values(largestOfSample);
            double[] others = values(largestOfSample);
            double extreme = Arrays.stream(seen).max().orElseThrow();
            Tail tail = Tail.of(extreme, groups(seen));
            for (int i = 0; i < 2; i++) {
                double distance = i * scale;
                expected[i] += tail.cost(distance);
                met[i] += Arrays.stream(others)
                        .map(value -> Math.max(0, value - extreme - distance))
                        .map(beyond -> beyond * beyond)
                        .sum();
            }
        }
        return new double[] {expected[0] / met[0], expected[1] / met[1]};
    }

    /** As the engine tells them. */
    private static Extremes groups(double[] values) {
        int count = values.length / GROUP;
        double[] largest = new double[count];
        for (int i = 0; i < count; i++) {
            largest[i] = Arrays.stream(values, i * GROUP, (i + 1) * GROUP).max().orElseThrow();
        }
        double distances = 0;
        for (double one : largest) {
            for (double other : largest) {
                distances += Math.abs(one - other);
            }
        }
        double mean = Arrays.stream(largest).average().orElseThrow();
        return new Extremes(mean, distances / (2.0 * count * (count - 1)), count, 1);
    }

    private double[] values(DoubleSupplier distribution) {
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = distribution.getAsDouble();
        }
        return values;
    }

    /** A third of it, by the weight that lighter tails than this one ask for. */
    @Test
    void anExponentialTailCostsAsExpected() {
        double[] ratios = ratios(() -> 5 - 2 * Math.log(-Math.log(random.nextDouble())), 2);
        assertThat(ratios[0]).as("at the largest seen").isBetween(.2, .6);
        assertThat(ratios[1]).as("a scale behind it").isBetween(.2, .6);
    }

    /** The largest of ten normal numbers: its tail ends sooner, so that a larger part of what comes is expected. */
    @Test
    void aNormalTailCostsAsExpected() {
        double[] ratios = ratios(
                () -> {
                    double largest = random.nextGaussian();
                    for (int i = 1; i < 10; i++) {
                        largest = Math.max(largest, random.nextGaussian());
                    }
                    return largest;
                },
                .4);
        assertThat(ratios[0]).as("at the largest seen").isBetween(.3, 1.0);
        assertThat(ratios[1]).as("a scale behind it").isBetween(.3, 1.0);
    }

    /** What ends at once needs next to no room: the largest of four that are uniform from 0 to 1. */
    @Test
    void aUniformDistributionHasLittleTail() {
        double[] ratios = ratios(
                () -> Math.max(
                        Math.max(random.nextDouble(), random.nextDouble()),
                        Math.max(random.nextDouble(), random.nextDouble())),
                .01);
        assertThat(ratios[0]).as("at the largest seen").isGreaterThan(1);
        double[] seen = new double[SAMPLES];
        Arrays.setAll(seen, i -> Math.max(random.nextDouble(), random.nextDouble()));
        double extreme = Arrays.stream(seen).max().orElseThrow();
        assertThat(Tail.of(extreme, groups(seen)).cost(0))
                .as("squared, for all samples")
                .isLessThan(.003);
    }

    /** Neighbours are alike, so that a hundred tell as little as a few. */
    @Test
    void aStreamHasMoreTailThanTheSameSamplesInDisorder() {
        double[] stream = new double[SAMPLES];
        for (int i = 1; i < SAMPLES; i++) {
            stream[i] = .97 * stream[i - 1] + random.nextGaussian();
        }
        double extreme = Arrays.stream(stream).max().orElseThrow();
        double inOrder = Tail.of(extreme, groups(stream)).cost(0);
        for (int i = SAMPLES - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double kept = stream[i];
            stream[i] = stream[other];
            stream[other] = kept;
        }
        assertThat(inOrder).isGreaterThan(2 * Tail.of(extreme, groups(stream)).cost(0));
    }

    @Test
    void equalSamplesHaveNoTail() {
        assertThat(Tail.of(3, new Extremes(3, 0, 12, 1)).cost(0)).isZero();
        assertThat(Tail.of(3, new Extremes(3, 0, 12, 1)).distances()).containsExactly(0);
    }

    @Test
    void whatSeveralGroupsReachIsAnEnd() {
        assertThat(Tail.of(3, new Extremes(1, 1, 12, 2)).cost(0)).isZero();
        assertThat(Tail.of(3, new Extremes(1, 1, 12, 1)).cost(0)).isPositive();
    }

    @Test
    void fewSamplesTellOfNoTail() {
        assertThat(Tail.of(3, new Extremes(1, 1, 7, 1)).cost(0)).isZero();
        assertThat(Tail.of(3, new Extremes(1, 1, 8, 1)).cost(0)).isPositive();
    }
}
