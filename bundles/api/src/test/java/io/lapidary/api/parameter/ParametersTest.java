package io.lapidary.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

class ParametersTest {
    private static final Parameter<Long> ROUNDS =
            Parameter.integer("rounds", 1, 9, "How often.").in("times").defaultsTo(3L);
    private static final Parameter<Double> SHARE =
            Parameter.number("share", 0, 1, "How much.").defaultsTo(0.5);
    private static final Parameter<String> MODE = Parameter.choice("mode", List.of("fast", "exact"), "Which way.");
    private static final Parameter<Boolean> LOUD =
            Parameter.flag("loud", "Whether to say so.").defaultsTo(false);
    private static final Parameter<String> NAMES =
            Parameter.pattern("names", "Which.").defaultsTo(".*");
    private static final List<Parameter<?>> ALL = List.of(ROUNDS, SHARE, MODE, LOUD, NAMES);

    @Test
    void fillsInDefaultsAndReadsWhatIsGiven() throws Exception {
        var parameters = Parameters.resolve("x", ALL, Map.of("mode", "exact", "rounds", " 7 "));

        assertThat(parameters.get(ROUNDS)).isEqualTo(7);
        assertThat(parameters.get(SHARE)).isEqualTo(0.5);
        assertThat(parameters.get(MODE)).isEqualTo("exact");
        assertThat(parameters.get(LOUD)).isFalse();
    }

    @Test
    void writesEqualValuesAlike() throws Exception {
        var one = Parameters.resolve("x", ALL, Map.of("mode", "fast", "share", "0.50", "rounds", "3"));
        var other = Parameters.resolve("x", ALL, Map.of("mode", "fast", "share", "5e-1"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.asText()).containsEntry("share", "0.5").containsEntry("rounds", "3");
        assertThat(Parameters.resolve("x", ALL, Map.of("mode", "fast", "share", "-0.0"))
                        .asText())
                .containsEntry("share", "0.0");
    }

    @Test
    void saysWhatIsAllowedWhereAValueIsNot() {
        for (var wrong : Map.of("rounds", "10", "share", "NaN", "mode", "slow", "loud", "yes", "names", "(")
                .entrySet()) {
            var given = new HashMap<>(Map.of("mode", "fast"));
            given.put(wrong.getKey(), wrong.getValue());
            var error = refusal(given);
            assertThat(error.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
            assertThat(error.getMessage()).contains("x: parameter " + wrong.getKey() + "=" + wrong.getValue());
        }
        assertThat(refusal(Map.of("mode", "fast", "rounds", "ten")).sentence())
                .contains("an integer from 1 to 9 times", "(default 3)");
    }

    @Test
    void takesOnlyTheIntegersThatAreListed() throws Exception {
        var bits = Parameter.oneOf("bits", List.of(8L, 4L), "Of a weight.")
                .in("bits")
                .defaultsTo(8L);

        assertThat(bits.allowed()).isEqualTo("4 or 8 bits");
        assertThat(Parameters.resolve("x", List.of(bits), Map.of("bits", " 4 ")).get(bits))
                .isEqualTo(4);
        for (String wrong : List.of("6", "16", "four", "")) {
            var error = catchThrowableOfType(
                    LapidaryException.class, () -> Parameters.resolve("x", List.of(bits), Map.of("bits", wrong)));
            assertThat(error.sentence()).contains("parameter bits=" + wrong, "Give 4 or 8 bits (default 8).");
        }
        assertThatThrownBy(() -> bits.defaultsTo(5L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Parameter.oneOf("none", List.of(), "Of nothing."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesOnlyMultiples() throws Exception {
        var block = Parameter.multipleOf("block_size", 32, 0, 1024, "Weights that share a scale.")
                .in("elements")
                .defaultsTo(0L);

        assertThat(block.allowed()).isEqualTo("a multiple of 32 from 0 to 1024 elements");
        assertThat(Parameters.resolve("x", List.of(block), Map.of("block_size", "96"))
                        .get(block))
                .isEqualTo(96);
        for (String wrong : List.of("33", "-32", "1056", "many")) {
            var error = catchThrowableOfType(
                    LapidaryException.class,
                    () -> Parameters.resolve("x", List.of(block), Map.of("block_size", wrong)));
            assertThat(error.sentence())
                    .contains("parameter block_size=" + wrong, "Give a multiple of 32 from 0 to 1024 elements");
        }
        assertThatThrownBy(() -> Parameter.multipleOf("none", 0, 0, 9, "Of nothing."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheNearestParameter() {
        var error = refusal(Map.of("mode", "fast", "round", "3"));

        assertThat(error.code()).isEqualTo(ErrorCodes.UNKNOWN_PARAMETER);
        assertThat(error.sentence()).contains("x has no parameter 'round'.", "Did you mean 'rounds'?");
    }

    @Test
    void asksForAParameterThatHasNoDefault() {
        assertThat(refusal(Map.of()).sentence()).contains("needs the parameter 'mode'", "one of fast, exact");
    }

    @Test
    void answersForDeclaredParametersAlone() throws Exception {
        var parameters = Parameters.resolve("x", List.of(ROUNDS), Map.of());

        assertThatThrownBy(() -> parameters.get(SHARE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Parameter.flag("CamelCase", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static LapidaryException refusal(Map<String, String> given) {
        return catchThrowableOfType(LapidaryException.class, () -> Parameters.resolve("x", ALL, given));
    }
}
