package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;

class RangeOverridesTest {
    @Test
    void readsRangesAndMethodsOfNamesThatHoldSeparators() throws Exception {
        var read = RangeOverrides.parse("a=b;c/Relu;c/Bias=-1.5:2; input = 0:1e3;deep=kl-unsaturated");
        assertThat(read.ranges())
                .isEqualTo(Map.of("a=b;c/Relu;c/Bias", new ValueRange(-1.5f, 2), "input", new ValueRange(0, 1000)));
        assertThat(read.methods()).isEqualTo(Map.of("deep", CalibrationMethod.KL_UNSATURATED));
        assertThat(RangeOverrides.parse("")).isEqualTo(RangeOverrides.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "a=1",
                "a=2:1",
                "a=1e99:1e999",
                "a=x:y",
                "a=mse;a=0:1",
                "a=0:1;a=0:2",
                "a=0:1;b",
                "a=1..2:3"
            })
    void refusesWhatSaysNothing(String text) {
        assertThatThrownBy(() -> RangeOverrides.parse(text))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("ranges");
    }

    @Test
    void takesTheFirstOfJoinedNamesWhereItIsATensorsOwn() throws Exception {
        var builder = new ModelBuilder("relus");
        var in = builder.input("input", TensorType.FLOAT32, 1, 4);
        var own = builder.tensor("conv/Relu;conv/BiasAdd", TensorType.FLOAT32, 1, 4);
        builder.constant("conv/Relu;conv/bias", Shape.of(1), 1f);
        var alike = builder.tensor("add;one", TensorType.FLOAT32, 1, 4);
        var other = builder.tensor("add;two", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.RELU).inputs(in).outputs(own).append();
        builder.operator(BuiltinOperator.RELU).inputs(own).outputs(alike).append();
        builder.operator(BuiltinOperator.RELU).inputs(alike).outputs(other).append();
        var model = builder.output(other).build();

        var overrides = RangeOverrides.parse("conv/Relu=-1:2");
        overrides.requireMatches(model);
        assertThat(overrides.range(model.main().tensor("conv/Relu;conv/BiasAdd").orElseThrow()))
                .contains(new ValueRange(-1, 2));
        assertThat(overrides.gives(model.main().tensor("add;one").orElseThrow()))
                .isFalse();
        assertThatThrownBy(() -> RangeOverrides.parse("add=0:1").requireMatches(model))
                .hasMessageContaining("no float32 activation 'add'");
        assertThatThrownBy(() -> RangeOverrides.parse("conv/Relu=0:1;conv/Relu;conv/BiasAdd=mse")
                        .requireMatches(model))
                .hasMessageContaining("twice");
    }

    @Test
    void namesTheTensorThatDoesNotExist() throws Exception {
        var builder = new ModelBuilder("relu");
        var in = builder.input("input", TensorType.FLOAT32, 1, 4);
        var out = builder.tensor("conv/Relu", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.RELU).inputs(in).outputs(out).append();
        var model = builder.output(out).build();

        RangeOverrides.parse("conv/Relu=mse").requireMatches(model);
        assertThatThrownBy(() -> RangeOverrides.parse("conv/Rleu=0:1").requireMatches(model))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("conv/Rleu")
                .satisfies(e -> assertThat(((LapidaryException) e).remedy()).contains("conv/Relu"));
    }
}
