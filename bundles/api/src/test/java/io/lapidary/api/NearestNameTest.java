package io.lapidary.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> NAMES = List.of("float16", "dynamic-range", "int8");

    @Test
    void findsWhatWasProbablyMeant() {
        assertThat(NearestName.of("dynamic_range", NAMES)).contains("dynamic-range");
        assertThat(NearestName.of("flaot16", NAMES)).contains("float16");
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(NearestName.of("prune-everything", NAMES)).isEmpty();
        assertThat(NearestName.of("int8", List.of())).isEmpty();
    }

    @Test
    void listsWhatThereIs() {
        assertThat(NearestName.hint("int9", NAMES))
                .isEqualTo("Did you mean 'int8'? Known are: dynamic-range, float16, int8.");
        assertThat(NearestName.hint("x", List.of())).isEqualTo("There are none.");
    }
}
