package io.lapidary.report.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.LatencyResult.Ratio;
import io.lapidary.report.internal.format.Change.Tone;

class FormatTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "999,999 B",
        "1000,1.00 kB",
        "40496,40.5 kB",
        "999600,1.00 MB",
        "13918592,13.9 MB",
        "2680000000,2.68 GB"
    })
    void bytes(long bytes, String text) {
        assertThat(plain(Amounts.bytes(bytes))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"28.2,28.2 µs", "282,282 µs", "999.7,1.00 ms", "1667,1.67 ms", "2500000,2.50 s"})
    void micros(double micros, String text) {
        assertThat(plain(Amounts.micros(micros))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0312,31.2 ms", "2.5,2.50 s", "3600,60.0 min"})
    void seconds(double seconds, String text) {
        assertThat(plain(Amounts.seconds(seconds))).isEqualTo(text);
    }

    @Test
    void lessCostIsGood() {
        assertThat(Change.ofCost(100, 40.8)).isEqualTo(new Change("−59.2\u00A0%", Tone.GOOD));
        assertThat(Change.ofCost(100, 131)).isEqualTo(new Change("+31.0\u00A0%", Tone.BAD));
        assertThat(Change.ofCost(100, 100.01)).isEqualTo(new Change("no change", Tone.EVEN));
        assertThat(Change.ofCost(36.4, 496)).isEqualTo(new Change("×\u00A013.6", Tone.BAD));
        assertThat(Change.ofCost(0, 5).tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void latencyIsToldAsFarAsItWasMeasured() {
        var original = new Quantiles(100, 140, 90, 400);
        assertThat(Change.ofLatency(original, took(80, 0.7, 1.02)).text()).isEqualTo("about the same");
        assertThat(Change.ofLatency(original, took(102, 1.015, 1.025)).text()).isEqualTo("about the same");
        assertThat(Change.ofLatency(original, took(80, 0.75, 0.85))).isEqualTo(new Change("−20.0\u00A0%", Tone.GOOD));
        assertThat(Change.ofLatency(original, took(131, 1.25, 1.4)).tone()).isEqualTo(Tone.BAD);
        assertThat(Change.ofLatency(original, new Quantiles(150, 190, 95, 400, Optional.of(new Ratio(1.2, 1.25, 1.3)))))
                .as("of the rounds by turns, as the warning")
                .isEqualTo(new Change("+25.0\u00A0%", Tone.BAD));
        assertThat(Change.ofLatency(original, new Quantiles(105, 140, 95, 400)).tone())
                .as("of a node that did not measure how sure it is")
                .isEqualTo(Tone.EVEN);
        assertThat(Change.ofLatency(original, new Quantiles(150, 190, 95, 400)).tone())
                .isEqualTo(Tone.BAD);
    }

    @Test
    void littleMemoryIsTheInterpretersOwn() {
        assertThat(Change.ofMemory(2_019_328, 741_376).text()).isEqualTo("about the same");
        assertThat(Change.ofMemory(60_000_000, 20_000_000).tone()).isEqualTo(Tone.GOOD);
    }

    private static Quantiles took(double p50, double low, double high) {
        return new Quantiles(p50, 1.4 * p50, 0.9 * p50, 400, Optional.of(new Ratio(low, p50 / 100, high)));
    }

    @Test
    void aLargerShareIsGood() {
        assertThat(Change.ofShare(0.91, 0.9056)).isEqualTo(new Change("−0.44\u00A0points", Tone.BAD));
        assertThat(Change.ofShare(0.91, 0.9122)).isEqualTo(new Change("+0.22\u00A0points", Tone.GOOD));
    }

    @Test
    void ofAnUnknownMetricNothingIsClaimed() {
        assertThat(MetricText.change("mean-absolute-error", 1, 3)).isEqualTo(new Change("+2.00", Tone.EVEN));
    }

    @Test
    void timesNamesTheDirection() {
        assertThat(Change.times(99_352, 46_104, "smaller", "larger")).isEqualTo("2.15\u00A0×\u00A0smaller");
        assertThat(Change.times(512, 672, "faster", "slower")).isEqualTo("1.31\u00A0×\u00A0slower");
        assertThat(Change.times(100, 101, "smaller", "larger")).isEmpty();
    }

    /** With plain spaces; a number and its unit are joined by one that no line breaks. */
    private static String plain(String text) {
        assertThat(text).doesNotContain(" ");
        return text.replace('\u00A0', ' ');
    }
}
