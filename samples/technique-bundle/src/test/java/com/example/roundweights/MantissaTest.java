package com.example.roundweights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MantissaTest {
    @ParameterizedTest
    @CsvSource({
        // kept bits, value, rounded
        "0, 1.4, 1", "0, 1.6, 2", "0, -1.6, -2", "1, 1.2, 1", "1, 1.3, 1.5",
        // Halfway: to the even one, below and above.
        "0, 1.5, 2", "1, 1.25, 1", "1, 1.75, 2", "2, 1.125, 1", "2, 1.375, 1.5",
        // A carry into the exponent.
        "3, 1.99, 2", "7, 1.01, 1.0078125"
    })
    void roundsToTheNearestAndTiesToEven(int kept, float value, float rounded) {
        assertThat(new Mantissa(kept).round(value)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 10, 22})
    void keepsTheErrorWithinHalfAStepAndLosesNothingTwice(int kept) {
        var mantissa = new Mantissa(kept);
        var random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(100) - 50));
            float rounded = mantissa.round(value);
            assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(Math.scalb(Math.abs(value), -kept - 1));
            assertThat(mantissa.round(rounded)).isEqualTo(rounded);
            assertThat(Float.floatToRawIntBits(rounded) << kept + 9)
                    .as("bits that were dropped")
                    .isZero();
        }
    }

    @Test
    void leavesWhatIsNotANumberToRound() {
        var mantissa = new Mantissa(2);
        for (float value : new float[] {0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
            assertThat(Float.floatToRawIntBits(mantissa.round(value))).isEqualTo(Float.floatToRawIntBits(value));
        }
    }

    @Test
    void cutsWhatWouldRoundToInfinity() {
        assertThat(new Mantissa(2).round(Float.MAX_VALUE)).isEqualTo(1.75f * (float) Math.pow(2, 127));
    }
}
