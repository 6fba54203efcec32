package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharingTest {
    private final Sharing sharing = new Sharing();

    private static long minutes(double minutes) {
        return Math.round(60_000 * (minutes - 3)); // clocks may begin anywhere
    }

    @Test
    void aTenantByItselfSharesNothingHoweverMuchComes() {
        for (int i = 0; i < 100; i++) {
            sharing.used("a", minutes(i / 10.0));
        }
        assertThat(sharing.isShared(minutes(10))).isFalse();
    }

    @Test
    void fromTheFirstRecordOfAnotherOnTheyShareForTenMinutes() {
        sharing.used("a", minutes(0));
        sharing.used("b", minutes(9));
        assertThat(sharing.isShared(minutes(9))).isTrue();
        sharing.used("b", minutes(18));
        assertThat(sharing.isShared(minutes(18.9))).isTrue();
        assertThat(sharing.isShared(minutes(19.1))).isFalse();
        assertThat(sharing.isShared(minutes(19.2))).isFalse();
    }

    @Test
    void aTenantThatCameLongAgoIsNotExpected() {
        sharing.used("a", minutes(0));
        sharing.used("b", minutes(11));
        assertThat(sharing.isShared(minutes(11))).isFalse();
    }
}
