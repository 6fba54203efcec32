package io.lapidary.report.internal.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void startsAtZeroAndEndsBeyondTheLargest() {
        var axis = Axis.fromZero(List.of(40_400.0, 99_352.0), 6);
        assertThat(axis.min()).isZero();
        assertThat(axis.max()).isEqualTo(120_000);
        assertThat(axis.ticks()).containsExactly(0.0, 20_000.0, 40_000.0, 60_000.0, 80_000.0, 100_000.0, 120_000.0);
    }

    @Test
    void holdsEveryValueAndStaysBelowTheLimit() {
        var axis = Axis.around(List.of(0.9733, 1.0), 0.02, 1, 5);
        assertThat(axis.min()).isLessThan(0.9733);
        assertThat(axis.max()).isCloseTo(1.0, within(1e-9));
    }

    @Test
    void equalValuesStillMakeARange() {
        var axis = Axis.around(List.of(0.5, 0.5), 0.01, 1, 5);
        assertThat(axis.share(0.5)).isBetween(0.2, 0.8);
    }
}
