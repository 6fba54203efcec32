package io.lapidary.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;

class WeightSelectionTest {
    @ParameterizedTest
    @CsvSource({
        "'', .*, '', true",
        "FULLY_CONNECTED, .*, '', true",
        "fully_connected + conv_2d, .*, '', true",
        "CONV_2D, .*, '', false",
        "'', dense/weights, '', true",
        "'', dense, '', false",
        "'', .*, dense/.*, false",
        "'', .*, dense, true"
    })
    void weightsAreChosenByOperatorAndName(String operators, String include, String exclude, boolean covered)
            throws Exception {
        FloatWeight weight = FloatWeight.of(dense()).get(0);
        var selection = select(Map.of("operators", operators, "include", include, "exclude", exclude));
        assertThat(selection.covers(weight)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONV2D", "+", "CONV_2D+", "CONV_2D,FULLY_CONNECTED", "conv"})
    void whatIsNoOperatorIsRefused(String operators) {
        assertThatThrownBy(() -> select(Map.of("operators", operators)))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
                    assertThat(e).hasMessageContaining("operators=" + operators);
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    @Test
    void whatTheModelHasNotIsRefused() throws Exception {
        for (var given : Map.of("include", "dense/wieghts", "exclude", "nothing", "operators", "LSTM+CONV_2D")
                .entrySet()) {
            var parameters = resolve(Map.of(given.getKey(), given.getValue()));
            assertThatThrownBy(() -> WeightSelection.of(parameters, dense()))
                    .isInstanceOfSatisfying(LapidaryException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
                        assertThat(e).hasMessageContaining("parameter " + given.getKey());
                    });
        }
        var nothing = resolve(Map.of("include", "dense/weights", "exclude", "dense/.*"));
        assertThatThrownBy(() -> WeightSelection.of(nothing, dense()))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("include and exclude contradict");
        var near = resolve(Map.of("include", "dense/wieghts"));
        assertThatThrownBy(() -> WeightSelection.of(near, dense()))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.remedy()).contains("dense/weights"));
        var some = resolve(Map.of("operators", "LSTM+FULLY_CONNECTED", "include", "dense/.*"));
        FloatWeight weight = FloatWeight.of(dense()).get(0);
        assertThat(WeightSelection.of(some, dense()).covers(weight)).isTrue();
    }

    @Test
    void theNearestOperatorIsNamed() {
        assertThatThrownBy(() -> select(Map.of("operators", "CONV2D")))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.remedy()).contains("CONV_2D"));
    }

    @Test
    void onlyConstantsThatBuiltinOperatorsReadAreWeights() {
        var builder = new ModelBuilder("kinds");
        var x = builder.input("x", TensorType.FLOAT32, 1, 4);
        var read = builder.constant("read", Shape.of(4), 1f, 2f, 3f, 4f);
        builder.constant("unread", Shape.of(1), 1f);
        var custom = builder.constant("custom", Shape.of(1), 1f);
        var result = builder.constant("result", Shape.of(1), 1f);
        var integers = builder.constant("integers", Shape.of(2), 1, 2);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.ADD).inputs(x, read).outputs(y).append();
        var z = builder.tensor("z", TensorType.FLOAT32, 1, 4);
        builder.graph()
                .customOperator("Own")
                .inputs(y, custom, integers)
                .outputs(z)
                .append();
        Model model = builder.output(z).output(result).build();
        assertThat(FloatWeight.of(model))
                .extracting(weight -> weight.tensor().name())
                .containsExactly("read");
    }

    private static WeightSelection select(Map<String, String> given) throws LapidaryException {
        return WeightSelection.of(resolve(given));
    }

    private static Parameters resolve(Map<String, String> given) throws LapidaryException {
        return Parameters.resolve(
                "test", List.of(WeightSelection.OPERATORS, WeightSelection.INCLUDE, WeightSelection.EXCLUDE), given);
    }

    private static Model dense() {
        var builder = new ModelBuilder("dense");
        var x = builder.input("x", TensorType.FLOAT32, 1, 2);
        var weights = builder.constant("dense/weights", Shape.of(1, 2), 1f, 2f);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 1);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, weights)
                .outputs(y)
                .append();
        return builder.output(y).build();
    }
}
