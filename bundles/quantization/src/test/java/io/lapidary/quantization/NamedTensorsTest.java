package io.lapidary.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

class NamedTensorsTest {
    private final ModelBuilder builder = new ModelBuilder("names");
    private final Tensor first = builder.tensor("b", TensorType.FLOAT32, 1);
    private final Tensor repeated = builder.tensor("a".repeat(60), TensorType.FLOAT32, 1);

    /** The first of them would take the JDK's matcher years, and it heeds no interruption. */
    @Test
    @Timeout(60)
    void anExpressionThatDoesNotEndIsRefused() {
        for (String endless : List.of("((a|a)+)\\1b|b", "(.*a){12}c|b")) {
            assertThatThrownBy(() -> require(endless)).isInstanceOfSatisfying(LapidaryException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
                assertThat(e).hasMessageContainingAll(endless, "parameter include", "too long");
            });
        }
    }

    @Test
    void whatEndsIsTaken() {
        assertThatCode(() -> require("(a|b)+")).doesNotThrowAnyException();
        assertThatCode(() -> require("a{60}")).doesNotThrowAnyException();
    }

    private void require(String expression) throws LapidaryException {
        NamedTensors.requireMatch(
                Pattern.compile(expression), List.of(first, repeated), "weight", "include", "Look at them.");
    }
}
