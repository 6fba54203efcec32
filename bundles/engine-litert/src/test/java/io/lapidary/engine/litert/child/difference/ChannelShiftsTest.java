package io.lapidary.engine.litert.child.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

import org.junit.jupiter.api.Test;

/** By samples whose mean and spread are known. */
class ChannelShiftsTest {
    private static final int SAMPLES = 2_000;
    private static final int POSITIONS = 4;

    private final Random random = new Random(5);
    private final ChannelShifts shifts = new ChannelShifts(2);

    @Test
    void independentSamplesErrByTheRootOfTheirNumber() {
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (int position = 0; position < POSITIONS; position++) {
                shifts.add(0, 3 + 2 * random.nextGaussian());
                shifts.add(1, -1);
            }
            shifts.end();
        }
        double error = 2 / Math.sqrt((double) SAMPLES * POSITIONS);
        assertThat(shifts.means().get(0)).isCloseTo(3, within(4 * error));
        assertThat(shifts.errors().get(0)).isCloseTo(error, within(.15 * error));
        assertThat(shifts.means().get(1)).isCloseTo(-1, within(1e-12));
        assertThat(shifts.errors().get(1)).isZero();
    }

    /** x' = r x + n has the correlation r between neighbours, and a mean of the variance s^2 / n (1 + r) / (1 - r). */
    @Test
    void samplesOfAStreamTellLess() {
        double r = 0.8;
        double value = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            value = r * value + random.nextGaussian();
            shifts.add(0, value);
            shifts.add(1, random.nextGaussian());
            shifts.end();
        }
        double spread = Math.sqrt(1 / (1 - r * r));
        double error = spread * Math.sqrt((1 + r) / (1 - r) / SAMPLES);
        assertThat(shifts.errors().get(0)).isCloseTo(error, within(.3 * error));
    }

    @Test
    void oneSampleTellsNothing() {
        shifts.add(0, 1);
        shifts.add(1, 2);
        shifts.end();
        assertThat(shifts.errors()).allMatch(error -> error > 1e300);
    }
}
