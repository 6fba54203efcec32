package io.lapidary.shell.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSyntaxTest {
    @Test
    void readsIdVersionAndParameters() throws UsageException {
        var plain = StepSyntax.parse("float16");
        assertThat(plain.getTechnique()).isEqualTo("float16");
        assertThat(plain.getVersion()).isNull();
        assertThat(plain.getParameters()).isEmpty();

        var full = StepSyntax.parse("dynamic-range@1.2.3:all_weights=true,min_elements=64");
        assertThat(full.getTechnique()).isEqualTo("dynamic-range");
        assertThat(full.getVersion()).isEqualTo("1.2.3");
        assertThat(full.getParameters()).isEqualTo(Map.of("all_weights", "true", "min_elements", "64"));
    }

    @Test
    void keepsRegularExpressionsAsTheyAre() throws UsageException {
        var step = StepSyntax.parse("float16:include=conv\\d{1\\,3}/w=x:y\\\\.*,exclude=");
        assertThat(step.getParameters()).isEqualTo(Map.of("include", "conv\\d{1,3}/w=x:y\\\\.*", "exclude", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":a=1",
                "Float16",
                "float16:",
                "float16:a",
                "float16:A=1",
                "float16:a=1,a=2",
                "float16@1:a=1",
                "float16:include=a{1,2}"
            })
    void refusesWhatIsNoStep(String text) {
        assertThatThrownBy(() -> StepSyntax.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--step");
    }

    @Test
    void saysHowToWriteAComma() {
        assertThatThrownBy(() -> StepSyntax.parse("float16:include=a{1,2}"))
                .hasMessageContaining("'2}' is not name=value")
                .hasMessageContaining("\\,");
    }
}
