package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;

/** The error expected of what is yet to come, against that of what then comes, for distributions of known tails. */
class TailTest {
    private static final int SAMPLES = 100;
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
            double mean = Arrays.stream(seen).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(seen)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow());
            Tail tail = Tail.of(extreme, mean, deviation, SAMPLES);
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

    /** The largest of ten normal numbers: its tail ends sooner, so that as much is expected as comes, or more. */
    @Test
    void aNormalTailCostsNoMoreThanExpected() {
        double[] ratios = ratios(
                () -> {
                    double largest = random.nextGaussian();
                    for (int i = 1; i < 10; i++) {
                        largest = Math.max(largest, random.nextGaussian());
                    }
                    return largest;
                },
                .4);
        assertThat(ratios[0]).as("at the largest seen").isBetween(.5, 4.0);
        assertThat(ratios[1]).as("a scale behind it").isBetween(.5, 4.0);
    }

    @Test
    void equalSamplesHaveNoTail() {
        assertThat(Tail.of(3, 3, 0, SAMPLES).cost(0)).isZero();
        assertThat(Tail.of(3, 3, 0, SAMPLES).distances()).containsExactly(0);
    }

    @Test
    void fewSamplesTellOfNoTail() {
        assertThat(Tail.of(3, 1, 1, 7).cost(0)).isZero();
        assertThat(Tail.of(3, 1, 1, 8).cost(0)).isPositive();
    }
}
