package io.lapidary.shell.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.LatencyResult.Ratio;

class MeasuredTest {
    private static final Quantiles ORIGINAL = new Quantiles(100, 140, 90, 400);

    @Test
    void latencyThatTheMeasurementDoesNotTellApartIsAboutTheSame() {
        assertThat(Measured.latency(ORIGINAL, took(80, new Ratio(0.7, 0.8, 0.99))))
                .isEqualTo("about the same");
        assertThat(Measured.latency(ORIGINAL, took(80, new Ratio(0.75, 0.8, 0.85))))
                .isEqualTo("-20.0 %");
    }

    /** As the finding that warns of it does: two figures for one thing were no use. */
    @Test
    void theChangeIsThatOfTheRoundsByTurns() {
        assertThat(Measured.latency(ORIGINAL, took(150, new Ratio(1.2, 1.25, 1.3))))
                .isEqualTo("+25.0 %");
        assertThat(Measured.latency(ORIGINAL, took(250, new Ratio(2.2, 2.31, 2.4))))
                .isEqualTo("2.31 times");
    }

    @Test
    void aNodeThatDidNotMeasureHowSureItIsGivesOnlyLargeChanges() {
        assertThat(Measured.latency(ORIGINAL, new Quantiles(109, 140, 90, 400))).isEqualTo("about the same");
        assertThat(Measured.latency(ORIGINAL, new Quantiles(112, 140, 90, 400))).isEqualTo("+12.0 %");
    }

    @Test
    void littleMemoryIsNotTheModels() {
        assertThat(Measured.memory(741_376)).isEqualTo("< 4.00 MB");
        assertThat(Measured.memory(2_019_328, 741_376)).isEqualTo("about the same");
        assertThat(Measured.memory(60_000_000, 20_000_000)).isEqualTo("-66.7 %");
    }

    private static Quantiles took(double p50, Ratio ratio) {
        return new Quantiles(p50, 1.4 * p50, 0.9 * p50, 400, Optional.of(ratio));
    }
}
