package io.lapidary.shell.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private final TimeLeft time = new TimeLeft(0);

    private double after(double fraction, double seconds) {
        time.fraction(fraction, nanos(seconds));
        return time.seconds(nanos(seconds)).orElse(-1);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    @Test
    void followsFromHowFarItCame() {
        assertThat(after(0.25, 3)).isEqualTo(9, within(1e-6));
        assertThat(time.seconds(nanos(8)).orElse(-1)).isEqualTo(4, within(1e-6));
        assertThat(time.seconds(nanos(13))).isEmpty();
    }

    @Test
    void theBeginningOfAShortPhaseTellsNothing() {
        assertThat(after(0.1, 2)).isEqualTo(-1);
        assertThat(after(0.5, 0.9)).isEqualTo(-1);
    }

    @Test
    void aLongPhaseIsEstimatedEarlier() {
        assertThat(after(0.01, 20)).isEqualTo(-1);
        assertThat(after(0.1, 30)).isEqualTo(270, within(1e-6));
    }
}
