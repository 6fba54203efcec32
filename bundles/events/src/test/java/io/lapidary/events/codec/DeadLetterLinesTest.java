package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;

class DeadLetterLinesTest {
    private static final long NOW = 1_700_000_000_000L;

    private final DeadLetterLines lines = new DeadLetterLines();

    @Test
    void namesWhatIsPutAsideWhereAndWhy() {
        assertThat(say(7, "It is no message.", NOW))
                .hasValue("lapidary.requests-3@7 is put aside in lapidary.dead-letters with undecodable-message: "
                        + "It is no message. Send another.");
    }

    @Test
    void writesFewOfAFloodAndSaysHowManyItPassedOver() {
        for (int i = 1; i < DeadLetterLines.MOST; i++) {
            assertThat(say(i, "Bad.", NOW + i))
                    .hasValueSatisfying(line -> assertThat(line).endsWith("Bad. Send another."));
        }
        assertThat(say(20, "Bad.", NOW + 15_001))
                .hasValueSatisfying(line -> assertThat(line).endsWith("(Those of the next 45 s have no line.)"));
        for (int i = 0; i < 3; i++) {
            assertThat(say(21 + i, "Bad.", NOW + 60_000)).isEmpty();
        }

        assertThat(say(24, "Bad.", NOW + 60_001))
                .hasValueSatisfying(line -> assertThat(line).contains("-3@24 ").endsWith("(3 before it had no line.)"));
        assertThat(say(25, "Bad.", NOW + 60_002))
                .hasValueSatisfying(line -> assertThat(line).endsWith("Bad. Send another."));
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        for (int i = 0; i <= DeadLetterLines.MOST; i++) {
            say(i, "Bad.", NOW);
        }
        assertThat(say(30, "Bad.", NOW - 3_600_000)).isPresent();
    }

    @Test
    void isOneLineAndNotLongWhateverTheMessageSays() {
        assertThat(say(1, "'a\r\n2026-01-01 ERROR [node]: forged\u001b[31m'", NOW))
                .hasValueSatisfying(line -> assertThat(line).contains("'a 2026-01-01 ERROR [node]: forged [31m'"));
        assertThat(say(2, "x".repeat(1_000_000), NOW))
                .hasValueSatisfying(line -> assertThat(line).hasSizeLessThan(1100));
    }

    private Optional<String> say(long offset, String why, long now) {
        var received = new InboundMessage(
                "lapidary.requests", 3, offset, "key", Map.of(), new byte[0], Instant.ofEpochMilli(now));
        return lines.of(received, new LapidaryException(ErrorCodes.UNDECODABLE_MESSAGE, why, "Send another."), now);
    }
}
