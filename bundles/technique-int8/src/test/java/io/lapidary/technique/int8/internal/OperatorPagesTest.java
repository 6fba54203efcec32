package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Holds the pages of the integer techniques to the operators that they compute. */
class OperatorPagesTest {
    @Test
    void int8NamesEveryOperator() throws Exception {
        String listed = between(page("int8"), "These are computed in int8", "; NEG and SQUARE");
        assertThat(named(listed)).isEqualTo(new IntegerQuantization(IntegerScheme.INT8).operators());
    }

    @Test
    void int16NamesThoseThatItLacks() throws Exception {
        var lacking = EnumSet.copyOf(new IntegerQuantization(IntegerScheme.INT8).operators());
        lacking.removeAll(new IntegerQuantization(IntegerScheme.INT16X8).operators());
        String listed = between(page("int16x8"), "No int16 kernel exists for", ": they stay");
        assertThat(named(listed)).isEqualTo(lacking);
    }

    private static String page(String technique) throws Exception {
        return Files.readString(Path.of("../../docs/techniques/" + technique + ".md"));
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static EnumSet<BuiltinOperator> named(String text) {
        var known = Stream.of(BuiltinOperator.values()).map(Enum::name).collect(Collectors.toSet());
        return Stream.of(text.split("[^A-Z0-9_]+"))
                .filter(known::contains)
                .map(BuiltinOperator::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(BuiltinOperator.class)));
    }
}
