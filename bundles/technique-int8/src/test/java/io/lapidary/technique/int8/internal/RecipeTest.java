package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** What a request can ask for, and what it is told where that cannot be. The model is three layers with a TANH behind. */
class RecipeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "float_positions, 0, FIIT",
        "float_positions, -1, IIIf",
        "float_positions, 1..2, IFFT",
        "float_positions, 0+-2..-1, FIFf",
        "float_operators, FULLY_CONNECTED, FFFT",
        "operators, FULLY_CONNECTED, IIIf",
        "exclude, t6, IFIT",
        "include, t[36], IIFf",
        "int16x8, t6, IWIT",
        "int16x8, t[36], WWIT",
    })
    void leavesInFloatWhatIsAsked(String parameter, String value, String expected) throws Exception {
        var bench = new IntegerBench(layers(), folder);
        Path quantized = bench.quantize(IntegerScheme.INT8, Map.of(parameter, value))
                .candidates()
                .get(0)
                .model();
        var form = new StringBuilder();
        for (Operator operator : IntegerBench.read(quantized).main().operators()) {
            TensorType type = operator.output().type();
            boolean integer = type == TensorType.INT8;
            switch (operator.type()) {
                case FULLY_CONNECTED -> form.append(integer ? 'I' : type == TensorType.INT16 ? 'W' : 'F');
                case TANH -> form.append(integer ? 'T' : 'f');
                default -> {
                    // conversions
                }
            }
        }
        assertThat(form.toString()).isEqualTo(expected);
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({
        "float_positions, 4, its main graph has 4",
        "float_positions, -5, its main graph has 4",
        "float_positions, 2..1, no operators at 2..1",
        "float_positions, first, is no position",
        "exclude, t99, No operator of the model is named",
        "int16x8, t99, No operator of the model is named",
        "operators, CONV_2D, no operator CONV_2D",
        "float_operators, CONV, There is no operator",
    })
    void refusesWhatTheModelHasNot(String parameter, String value, String message) throws Exception {
        requireRefused(layers(), Map.of(parameter, value), ErrorCodes.INVALID_PARAMETER, message);
    }

    @Test
    void refusesLinesThatContradict() throws Exception {
        requireRefused(
                layers(),
                Map.of("operators", "TANH", "float_operators", "TANH"),
                ErrorCodes.INVALID_PARAMETER,
                "both name TANH");
    }

    @Test
    void refusesAModelWithoutFloatParts() throws Exception {
        var bench = new IntegerBench(layers(), folder);
        Path quantized = bench.quantize(IntegerScheme.INT8, Map.of("input_type", "int8", "output_type", "int8"))
                .candidates()
                .get(0)
                .model();
        requireRefused(
                IntegerBench.read(quantized), Map.of(), ErrorCodes.UNSUPPORTED_MODEL, "computes nothing in float32");
    }

    @Test
    void namesACustomOperatorWhereAllIsToBeInteger() throws Exception {
        var main = GraphParts.main();
        Tensor made = main.connected(main.in(1, 4), 4);
        Tensor out = main.tensor(TensorType.FLOAT32, 1, 4);
        main.custom("Nobody_Knows")
                .inputs(made)
                .outputs(out)
                .customOptions(BufferContent.NONE)
                .append();
        main.out(out);
        assertThatThrownBy(() ->
                        new IntegerBench(main.model(), folder).quantize(IntegerScheme.INT8, Map.of("strict", "true")))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("Nobody_Knows");
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, int8, uint8",
        "INT8, uint8, float32",
        "INT8, float32, int8",
        "INT16X8, int16, float32",
        "INT16X8, float32, int16",
    })
    void inputsAndOutputsAreOfTheTypesAskedFor(IntegerScheme scheme, String input, String output) throws Exception {
        var bench = new IntegerBench(layers(), folder);
        Path quantized = bench.quantize(scheme, Map.of("input_type", input, "output_type", output))
                .candidates()
                .get(0)
                .model();
        Model model = IntegerBench.read(quantized);
        assertThat(model.main().inputs().get(0).type()).hasToString(input.toUpperCase(Locale.ROOT));
        assertThat(model.main().outputs().get(0).type()).hasToString(output.toUpperCase(Locale.ROOT));
        assertThat(model.main().operators(FULLY_CONNECTED))
                .allSatisfy(layer -> assertThat(layer.output().type()).isEqualTo(scheme.activation()));
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(25);
    }

    @Test
    void symmetricActivationsHaveZeroPointZero() throws Exception {
        var bench = new IntegerBench(layers(), folder);
        Path quantized = bench.quantize(IntegerScheme.INT8, Map.of("activations", "symmetric", "strict", "true"))
                .candidates()
                .get(0)
                .model();
        List<Operator> layers = IntegerBench.read(quantized).main().operators(FULLY_CONNECTED);
        assertThat(layers)
                .allSatisfy(layer -> assertThat(
                                layer.output().quantization().orElseThrow().zeroPoint(0))
                        .isZero());
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(25);
    }

    @Test
    void oneScalePerTensorIsEnoughForEveryKernel() throws Exception {
        var bench = new IntegerBench(layers(), folder);
        Path quantized = bench.quantize(IntegerScheme.INT8, Map.of("per_channel", "false", "strict", "true"))
                .candidates()
                .get(0)
                .model();
        for (Operator layer : IntegerBench.read(quantized).main().operators(FULLY_CONNECTED)) {
            assertThat(layer.input(1)
                            .flatMap(Tensor::quantization)
                            .orElseThrow()
                            .count())
                    .isOne();
        }
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(25);
    }

    private void requireRefused(Model model, Map<String, String> given, ErrorCode code, String message)
            throws Exception {
        var bench = new IntegerBench(model, folder);
        assertThatThrownBy(() -> bench.quantize(IntegerScheme.INT8, new HashMap<>(given)))
                .isInstanceOfSatisfying(
                        LapidaryException.class,
                        error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static Model layers() throws Exception {
        var main = GraphParts.main();
        Tensor x = main.in(1, 8);
        Tensor first = main.connected(x, 8);
        Tensor second = main.connected(first, 8);
        main.out(main.apply(TANH, main.connected(second, 4)));
        return main.model();
    }
}
