package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private final Pace pace = new Pace();

    private void took(int items, long millis, int together) {
        for (int i = 0; i < items; i++) {
            pace.took(TimeUnit.MILLISECONDS.toNanos(millis), together);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true", // short ones, one after the other
        "24, 1, true",
        "26, 1, false",
        "26, 4, false", // 32 of them would keep one another waiting for longer than 200 ms
        "40, 8, true", // short ones that wait for one another's cores
        "60, 8, false",
        "99, 64, true",
        "101, 64, false", // many side by side that take long: a fetch of its own costs each of them little
    })
    void isFastWhereItemsAreShortOrABatchIsSoonWorkedOff(long millis, int together, boolean fast) {
        took(50, millis, together);
        assertThat(pace.fast()).isEqualTo(fast);
    }

    @Test
    void afterAFewItemsItIsNotKnownYet() {
        took(9, 1, 1);
        assertThat(pace.fast()).isFalse();
    }

    @Test
    void followsItemsThatBecomeSlow() {
        took(100, 1, 1);
        took(20, 30, 1);
        assertThat(pace.fast()).isFalse();
        took(50, 1, 1);
        assertThat(pace.fast()).isTrue();
    }
}
