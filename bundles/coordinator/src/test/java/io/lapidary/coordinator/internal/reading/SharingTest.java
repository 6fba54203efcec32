package io.lapidary.coordinator.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class SharingTest {
    private final Sharing sharing = new Sharing();

    private static long minutes(double minutes) {
        // Such times may begin anywhere.
        return -Duration.ofMinutes(3).toNanos()
                + (long) (minutes * Duration.ofMinutes(1).toNanos());
    }

    @Test
    void aTenantByItselfSharesNothingHoweverMuchComes() {
        for (int i = 0; i < 100; i++) {
            sharing.came("a", minutes(i / 10.0));
        }
        assertThat(sharing.isShared(minutes(10))).isFalse();
    }

    @Test
    void fromTheFirstRecordOfAnotherOnTheyShareForTenMinutes() {
        sharing.came("a", minutes(0));
        sharing.came("b", minutes(9));
        assertThat(sharing.isShared(minutes(9))).isTrue();
        sharing.came("b", minutes(18));
        assertThat(sharing.isShared(minutes(18.9))).isTrue();
        assertThat(sharing.isShared(minutes(19.1))).isFalse();
        assertThat(sharing.isShared(minutes(19.2))).isFalse();
    }

    @Test
    void aTenantThatCameLongAgoIsNotExpected() {
        sharing.came("a", minutes(0));
        sharing.came("b", minutes(11));
        assertThat(sharing.isShared(minutes(11))).isFalse();
    }
}
