package io.lapidary.evaluation.internal.explain.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import io.lapidary.evaluation.internal.explain.advice.Judging.Gain;

class GainTest {
    private static final Gain LARGE = new Gain("agreement", 0.80, 0.98);
    private static final Gain SMALL = new Gain("agreement", 0.80, 0.94);

    @Test
    void whatCostsMuchTimeIsWorthLess() {
        assertThat(LARGE.worth(OptionalDouble.of(9))).isEqualTo(0.02, within(1e-12));
        assertThat(SMALL.worth(OptionalDouble.of(1.4))).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void aFasterInvocationOrNoneMeasuredAddsNothing() {
        assertThat(LARGE.worth(OptionalDouble.of(0.7))).isEqualTo(LARGE.size());
        assertThat(LARGE.worth(OptionalDouble.empty())).isEqualTo(LARGE.size());
    }

    @Test
    void whatIsBetterWhereLessIsBetterCountsAlike() {
        assertThat(new Gain("mae", 4, 2).worth(OptionalDouble.of(2))).isEqualTo(1);
    }
}
