package io.lapidary.coordinator.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RespiteTest {
    private static final long MILLI = 1_000_000;

    private final Respite respite = new Respite();
    /** Such times may begin anywhere. */
    private long now = Long.MAX_VALUE - 4 * MILLI;

    private Duration left() {
        return respite.left(now);
    }

    private void turn(double millis, boolean granted) {
        respite.taken(now);
        now += (long) (millis * MILLI);
        respite.handled(now, () -> granted);
    }

    @Test
    void lastsSevenTimesAsLongAsTheTurnTook() {
        assertThat(left()).isZero();
        turn(2, true);
        assertThat(left()).isEqualTo(Duration.ofMillis(14));
        now += 13 * MILLI + MILLI / 2;
        assertThat(left()).isEqualTo(Duration.ofMillis(1));
        now += MILLI / 2;
        assertThat(left()).isZero();
    }

    @Test
    void isShortHoweverLongATurnTook() {
        turn(900, true);
        assertThat(left()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void whatOthersGiveMeanwhileProlongsNothing() {
        turn(2, true);
        now += 10 * MILLI;
        respite.handled(now, () -> true);
        assertThat(left()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void thereIsNoneWhereItIsNotGranted() {
        turn(2, true);
        turn(2, false);
        assertThat(left()).isZero();
    }
}
