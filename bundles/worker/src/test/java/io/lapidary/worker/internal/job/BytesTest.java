package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void areGroupedAsAFormatterDoes() {
        LongStream.of(0, 9, 999, 1000, 56_284, 999_999, 1_000_000, 2_684_354_560L, -1, -123, -1234, Long.MAX_VALUE)
                .forEach(count ->
                        assertThat(Bytes.text(count)).isEqualTo(String.format(Locale.ROOT, "%,d bytes", count)));
    }
}
