package io.lapidary.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

class ErrorCodesTest {
    private static List<ErrorCode> all() {
        return Arrays.stream(ErrorCodes.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(field -> {
                    try {
                        return (ErrorCode) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void areToldApartByTheirIds() {
        assertThat(all()).extracting(ErrorCode::id).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }

    @Test
    void areExplainedEachUnderItsType() throws Exception {
        String page = Files.readString(Path.of("../../docs/errors.md"));
        for (ErrorCode code : all()) {
            int section = page.indexOf("\n## " + code.type());
            int next = page.indexOf("\n## ", section + 1);
            String rows = page.substring(section, next < 0 ? page.length() : next);
            assertThat(rows).as("docs/errors.md, section " + code.type()).contains("| `" + code.id() + "` |");
        }
    }
}
