package io.lapidary.shell.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SyntaxTest {
    @Test
    void readsDurations() throws UsageException {
        assertThat(DurationSyntax.parse("--timeout", "90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(DurationSyntax.parse("--timeout", "1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(DurationSyntax.parse("--timeout", "PT10M")).isEqualTo(Duration.ofMinutes(10));
        for (String wrong : List.of("", "10", "s", "0s", "-5s", "5 m", "1m1h", "PT")) {
            assertThatThrownBy(() -> DurationSyntax.parse("--timeout", wrong))
                    .as(wrong)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("90s");
        }
    }

    @Test
    void saysTheLeastOfADurationThatHasOne() throws UsageException {
        Duration day = Duration.ofDays(1);
        assertThat(DurationSyntax.parse("--age", "24h", day, "it is in use")).isEqualTo(day);
        assertThatThrownBy(() -> DurationSyntax.parse("--age", "23h59m59s", day, "it is in use"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--age 23h59m59s is less than 24h: it is in use. Write it as in 24h.");
        for (String wrong : List.of("xx", "", "0s", "7d")) {
            assertThatThrownBy(() -> DurationSyntax.parse("--age", wrong, day, "it is in use"))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("--age " + wrong + " is no time of at least 24h: it is in use. Write it as in 24h.");
        }
    }

    @Test
    void readsTargets() throws UsageException {
        assertThat(TargetSyntax.parse("cpu").getProfile()).isEmpty();
        var full = TargetSyntax.parse("micro:cortex-m4.fp");
        assertThat(full.getBackend()).isEqualTo("micro");
        assertThat(full.getProfile()).isEqualTo("cortex-m4.fp");
        var set = TargetSyntax.parse("micro:cortex-m4,arena_bytes=4096,name=a\\,b");
        assertThat(set.getProfile()).isEqualTo("cortex-m4");
        assertThat(set.getParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("arena_bytes", "4096", "name", "a,b"));
        assertThat(TargetSyntax.parse("cpu,threads=4").getParameters()).containsEntry("threads", "4");
        for (String wrong : List.of(
                "",
                "cpu:",
                ":desktop",
                "CPU",
                "cpu:a:b",
                "cpu desktop",
                "cpu,",
                "cpu,threads",
                "cpu,Threads=4",
                "cpu,a=1,a=2")) {
            assertThatThrownBy(() -> TargetSyntax.parse(wrong)).as(wrong).isInstanceOf(UsageException.class);
        }
    }
}
