package io.lapidary.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What strangers name their tensors, files and options goes into sentences that logs and terminals show. */
class LapidaryExceptionTest {
    @Test
    void isOneLineThatCommandsNoTerminal() {
        var failure = of("No tensor 'a\r\n2026-01-01 ERROR: forged\u001b[31m\u009b2J'.", "Give\tone.", "step\n1");

        assertThat(failure).hasMessage("No tensor 'a 2026-01-01 ERROR: forged [31m 2J'.");
        assertThat(failure.remedy()).isEqualTo("Give one.");
        assertThat(failure.where()).isEqualTo("step 1");
        assertThat(of("Größe 'größer' — 5 µs.", "", "")).hasMessage("Größe 'größer' — 5 µs.");
    }

    @Test
    void isNoBookWhateverIsNamedInIt() {
        var failure = of("The model 'https://" + "a".repeat(100_000) + "' is not there.", "", "");

        assertThat(failure.getMessage())
                .hasSizeLessThan(Sentence.LONGEST + 100)
                .startsWith("The model 'https://aaa")
                .contains("(96034 characters left out)")
                .endsWith("aaa' is not there.");
        assertThat(of("x".repeat(Sentence.LONGEST), "", "").getMessage()).hasSize(Sentence.LONGEST);
    }

    private static LapidaryException of(String message, String remedy, String where) {
        return new LapidaryException(ErrorCodes.NOT_FOUND, message, remedy, where, null);
    }
}
