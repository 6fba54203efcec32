package io.lapidary.quantization.integer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** A row of operators, RELU "a", TANH "b", RELU "c" and LOGISTIC "d", and which of them stay in float32. */
class RecipeTest {
    private final Model model = row();

    @Test
    void nothingSaidIsEverythingInIntegers() throws Exception {
        assertThat(left(Map.of())).isEmpty();
    }

    @Test
    void operatorsGoByType() throws Exception {
        assertThat(left(Map.of("operators", "RELU"))).containsExactly("b", "d");
        assertThat(left(Map.of("operators", " relu + Tanh "))).containsExactly("d");
        assertThat(left(Map.of("float_operators", "RELU+TANH"))).containsExactly("a", "b", "c");
    }

    @Test
    void operatorsGoByTheNamesOfTheirOutputs() throws Exception {
        assertThat(left(Map.of("include", "[ab]"))).containsExactly("c", "d");
        assertThat(left(Map.of("exclude", "c|d"))).containsExactly("c", "d");
        assertThat(left(Map.of("include", "[abc]", "exclude", "b"))).containsExactly("b", "d");
    }

    @Test
    void operatorsGoByPosition() throws Exception {
        assertThat(left(Map.of("float_positions", "0"))).containsExactly("a");
        assertThat(left(Map.of("float_positions", "1..2+-1"))).containsExactly("b", "c", "d");
        assertThat(left(Map.of("float_positions", "-4..-3"))).containsExactly("a", "b");
    }

    @Test
    void everyLineLeavesWhatItNames() throws Exception {
        assertThat(left(Map.of("operators", "RELU", "exclude", "a", "float_positions", "2")))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void linesThatContradictAreRefusedBeforeAModelIsSeen() {
        requireInvalid(() -> recipe(Map.of("operators", "RELU+TANH", "float_operators", "TANH")), "both name TANH");
        requireInvalid(() -> recipe(Map.of("operators", "RELUX")), "There is no operator 'RELUX'");
        requireInvalid(() -> recipe(Map.of("operators", "RELU+")), "There is no operator ''");
        requireInvalid(() -> recipe(Map.of("float_positions", "1-2")), "'1-2' is no position");
    }

    @Test
    void whatTheModelHasNotIsNamed() throws Exception {
        requireUnmatched(Map.of("operators", "CONV_2D"), "no operator CONV_2D");
        requireUnmatched(Map.of("float_operators", "CONV_2D"), "no operator CONV_2D");
        requireUnmatched(Map.of("include", "e"), "is named by 'e'");
        requireUnmatched(Map.of("include", "[ab]", "exclude", "a|b|c"), "include and exclude contradict");
        requireUnmatched(Map.of("exclude", "e"), "is named by 'e'");
        requireUnmatched(Map.of("float_positions", "4"), "its main graph has 4");
        recipe(Map.of("operators", "RELU", "include", "[a-d]", "float_positions", "0..3"))
                .requireMatches(model);
    }

    private void requireUnmatched(Map<String, String> given, String message) throws LapidaryException {
        Recipe recipe = recipe(given);
        requireInvalid(() -> recipe.requireMatches(model), message);
    }

    private static void requireInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LapidaryException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER))
                .hasMessageContaining(message);
    }

    private List<String> left(Map<String, String> given) throws LapidaryException {
        Recipe recipe = recipe(given);
        return model.main().operators().stream()
                .filter(operator -> recipe.leaves(operator).isPresent())
                .map(operator -> operator.output().name())
                .toList();
    }

    private static Recipe recipe(Map<String, String> given) throws LapidaryException {
        return Recipe.of(Parameters.resolve("test", List.of(IntegerSettings.parameters(IntegerScheme.INT8)), given));
    }

    private static Model row() {
        var builder = new ModelBuilder("a row");
        Tensor last = builder.input("x", TensorType.FLOAT32, 4);
        var types = List.of(BuiltinOperator.RELU, BuiltinOperator.TANH, BuiltinOperator.RELU, BuiltinOperator.LOGISTIC);
        for (int i = 0; i < types.size(); i++) {
            Tensor next = builder.tensor(String.valueOf((char) ('a' + i)), TensorType.FLOAT32, 4);
            builder.operator(types.get(i)).inputs(last).outputs(next).append();
            last = next;
        }
        return builder.output(last).build();
    }
}
