package io.lapidary.engine.litert.child.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.LatencyResult.Ratio;

class PairedRatioTest {
    private static final double QUIET = 100_000;

    private final Random random = new Random(7);

    @Test
    void equalModelsAreToldApartInFewOfManyMeasurements() {
        int told = 0;
        int missed = 0;
        for (int measurement = 0; measurement < 400; measurement++) {
            Ratio ratio = ratio(200, 1, round -> 1);
            told += ratio.differs() ? 1 : 0;
            missed += ratio.low() > 1 || ratio.high() < 1 ? 1 : 0;
        }
        // The interval's probability is 0.959 whatever the distribution; 400 measurements stray by 1 point.
        assertThat(missed / 400.0).isLessThan(0.08);
        assertThat(told).isLessThanOrEqualTo(missed);
    }

    @Test
    void aModelThatTakesATenthLongerIsToldFromManyRounds() {
        Ratio ratio = ratio(20_000, 1.1, round -> 1);
        assertThat(ratio.middle()).isCloseTo(1.1, within(0.02));
        assertThat(ratio.differs()).isTrue();
    }

    @Test
    void fewRoundsOfANoisyMachineTellLess() {
        Ratio few = ratio(20, 1.1, round -> 1);
        Ratio many = ratio(20_000, 1.1, round -> 1);
        assertThat(few.high() - few.low()).isGreaterThan(5 * (many.high() - many.low()));
    }

    @Test
    void whatSlowsTheMachineForAWhileCancels() {
        Ratio ratio = ratio(20_000, 1, round -> round > 9_000 ? 3 : 1);
        assertThat(ratio.middle()).isCloseTo(1, within(0.02));
        assertThat(ratio.differs()).isFalse();
    }

    @Test
    void aClockTooCoarseGivesNoNonsense() {
        Ratio ratio = PairedRatio.of(constant(0), constant(0));
        assertThat(ratio).isEqualTo(new Ratio(1, 1, 1));
    }

    @Test
    void fewerRoundsThanStretchesAreRefused() {
        var three = new Quantile();
        three.add(1);
        assertThatThrownBy(() -> PairedRatio.of(three, three)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Both models' times have a long tail, as those of a machine with other work. */
    private Ratio ratio(int rounds, double factor, IntToDoubleFunction machine) {
        var first = new Quantile();
        var second = new Quantile();
        for (int round = 0; round < rounds; round++) {
            first.add((long) (QUIET * machine.applyAsDouble(round) * tail()));
            second.add((long) (QUIET * factor * machine.applyAsDouble(round) * tail()));
        }
        return PairedRatio.of(first, second);
    }

    private double tail() {
        return Math.exp(0.3 * random.nextGaussian()) * (random.nextInt(10) == 0 ? 4 : 1);
    }

    private static Quantile constant(long nanos) {
        var times = new Quantile();
        for (int i = 0; i < 40; i++) {
            times.add(nanos);
        }
        return times;
    }
}
