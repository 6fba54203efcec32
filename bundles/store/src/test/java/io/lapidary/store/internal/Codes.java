package io.lapidary.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

import io.lapidary.api.LapidaryException;

/** What a refusal must look like. */
final class Codes {
    private Codes() {}

    static Consumer<Throwable> is(String code) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(LapidaryException.class);
            var refusal = (LapidaryException) thrown;
            assertThat(refusal.code().id()).isEqualTo(code);
            assertThat(refusal.remedy()).isNotBlank();
        };
    }
}
