package io.lapidary.shell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void readsBackWhatItWrote() throws IOException {
        var document = new LinkedHashMap<String, Object>();
        document.put("text", "a \"b\" \\ \n \u00e9");
        document.put("whole", 12L);
        document.put("part", 0.25);
        document.put("flags", List.of(true, false));
        document.put("nothing", null);
        document.put("objects", List.of(Map.of("x", 1L), Map.of()));
        assertThat(Json.parse(Json.write(document))).isEqualTo(document);
        assertThat(((Map<?, ?>) Json.parse(Json.write(document)))
                        .keySet().stream().map(Object::toString))
                .containsExactly("text", "whole", "part", "flags", "nothing", "objects");
    }

    @Test
    void writesWhatIsNotFiniteAsText() throws IOException {
        assertThat(Json.parse(Json.write(Arrays.asList(Double.POSITIVE_INFINITY, Double.NaN))))
                .isEqualTo(List.of("Infinity", "NaN"));
    }

    @Test
    void refusesWhatIsNoDocument() {
        for (String text : List.of("", "{", "{\"a\": 1, \"a\": 2}", "[1] 2", "{a: 1}", "nul", "99999999999999999999")) {
            assertThatThrownBy(() -> Json.parse(text)).as(text).isInstanceOf(IOException.class);
        }
    }
}
