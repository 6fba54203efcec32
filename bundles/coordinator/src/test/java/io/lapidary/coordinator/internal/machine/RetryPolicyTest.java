package io.lapidary.coordinator.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;

class RetryPolicyTest {
    private final RetryPolicy policy = new RetryPolicy(
            Map.of(ErrorType.EXTERNAL, 5, ErrorType.RESOURCE, 3), 3, 5, Duration.ofSeconds(1), Duration.ofSeconds(60));

    @Test
    void triesAgainByType() {
        assertThat(policy.again(ErrorCodes.STORE_UNAVAILABLE, 4)).isTrue();
        assertThat(policy.again(ErrorCodes.STORE_UNAVAILABLE, 5)).isFalse();
        assertThat(policy.again(ErrorCodes.DISK_FULL, 2)).isTrue();
        assertThat(policy.again(ErrorCodes.DEADLINE_EXCEEDED, 1)).isFalse();
        assertThat(policy.again(ErrorCodes.INVALID_DATA, 1)).isFalse();
        assertThat(policy.again(ErrorCodes.CORRUPT_MODEL, 1)).isFalse();
        assertThat(policy.again(ErrorCodes.INTERNAL_ERROR, 1))
                .as("no attempts are set")
                .isFalse();
    }

    @Test
    void restsLongerAndLongerWithinAQuarter() {
        for (int failures = 1; failures < 40; failures++) {
            double expected = Math.min(60_000, 1000 * Math.pow(2, failures - 1));
            for (int i = 0; i < 50; i++) {
                assertThat((double) policy.backoffMillis("request-" + i, failures))
                        .isBetween(0.75 * expected - 1, 1.25 * expected + 1);
            }
        }
    }

    @Test
    void restsTheSameForTheSameHistoryAndDifferentlyForOthers() {
        assertThat(policy.backoffMillis("a", 3)).isEqualTo(policy.backoffMillis("a", 3));
        var rests = new HashSet<Long>();
        for (int i = 0; i < 100; i++) {
            rests.add(policy.backoffMillis("request-" + i, 1));
        }
        assertThat(rests).hasSizeGreaterThan(70);
    }

    @Test
    void wantsAtLeastOneAttempt() {
        assertThatThrownBy(() -> new RetryPolicy(
                        Map.of(ErrorType.EXTERNAL, 0), 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
