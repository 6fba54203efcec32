package io.lapidary.quantization.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /** Half of a standard normal distribution: mean 1 / sqrt(2 pi), square 1/2. */
    @Test
    void ofARectifierItIsTheHalfNormal() {
        var held = held(0, 1, 0, INFINITE);
        assertThat(held.means()[0]).isCloseTo(0.3989422804, within(2e-4));
        assertThat(held.variances()[0]).isCloseTo(0.5 - 0.3989422804 * 0.3989422804, within(2e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 2, 0, 6", "-3, 1, 0, 6", "7, 4, 0, 6", "2, 0.5, -1, 1", "0.1, 3, 0, 1e9"})
    void itIsTheIntegralOfWhatIsHeld(double mean, double variance, double least, double most) {
        double first = 0;
        double second = 0;
        double step = 1e-3;
        for (double z = -10; z < 10; z += step) {
            double share = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * step;
            double held = Math.max(least, Math.min(most, mean + Math.sqrt(variance) * z));
            first += share * held;
            second += share * held * held;
        }
        var held = held(mean, variance, least, most);
        assertThat(held.means()[0]).isCloseTo(first, within(2e-4 * Math.sqrt(variance)));
        assertThat(held.variances()[0]).isCloseTo(second - first * first, within(1e-3 * variance));
    }

    @Test
    void whatDoesNotVaryIsHeldItself() {
        var held = held(-2, 0, 0, INFINITE);
        assertThat(held.means()).containsExactly(0);
        assertThat(held.variances()).containsExactly(0);
        assertThat(held(9, 0, 0, 6).most()).containsExactly(6);
    }

    /** So many deviations are looked for before the rectifier bends them, as in the published method. */
    @Test
    void theRangeIsTheImageOfTheOriginsRange() {
        var held = held(1, 4, 0, INFINITE);
        assertThat(held.least()).containsExactly(0);
        assertThat(held.most()).containsExactly(13);
    }

    @Test
    void aFunctionWithoutFiniteValuesTellsNothing() {
        var normal = Distribution.of(ChannelStatistics.normal(0, 1));
        assertThat(normal.then((channel, x) -> Double.NaN, false).statistics(6)).isEmpty();
    }

    private static ChannelStatistics held(double mean, double variance, double least, double most) {
        var normal = ChannelStatistics.normal(mean, Math.sqrt(variance)).reaching(6);
        return Distribution.of(normal)
                .then(Activations.held(least, most), false)
                .statistics(6)
                .orElseThrow();
    }
}
