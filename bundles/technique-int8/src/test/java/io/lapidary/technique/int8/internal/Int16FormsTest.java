package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Operators without an int16 kernel that others together compute. */
class Int16FormsTest {
    private static final Set<BuiltinOperator> SAID_OTHERWISE = Set.of(
            SQUARED_DIFFERENCE, HARD_SWISH, ELU, RELU_N1_TO_1, RELU_0_TO_1, DEPTH_TO_SPACE, SPACE_TO_DEPTH, TILE);

    @TempDir
    private Path folder;

    static Stream<OneOperator> cases() {
        return OperatorModels.all().stream().filter(model -> SAID_OTHERWISE.contains(model.type()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesTheSameInInt16(OneOperator operator) throws Exception {
        var bench = new IntegerBench(operator.build(), folder);
        Path quantized = bench.strictly(IntegerScheme.INT16X8);
        assertThat(types(quantized)).doesNotContain(operator.type());
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(65);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void staysAsItIsWhereTheRequestLeavesItInFloat(OneOperator operator) throws Exception {
        var bench = new IntegerBench(operator.build(), folder);
        var result = bench.quantize(IntegerScheme.INT16X8, Map.of("float_positions", "0"));
        assertThat(types(result.candidates().get(0).model())).contains(operator.type());
    }

    /** Places count the operators of the model that was given, whatever becomes of them. */
    @Test
    void laterPlacesAreThoseOfTheModelThatWasGiven() throws Exception {
        var main = GraphParts.main();
        Tensor activated = main.apply(ELU, main.in(1, 6));
        main.out(main.apply(TANH, main.apply(LOGISTIC, activated)));
        var bench = new IntegerBench(main.model(), folder);
        var result = bench.quantize(IntegerScheme.INT16X8, Map.of("float_positions", "1"));
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("LOGISTIC"));
        assertThat(types(result.candidates().get(0).model())).doesNotContain(ELU);
    }

    /** A variance is never negative, so that its root can be taken in int16 too. */
    @Test
    void normalizesByStatisticsInInt16() throws Exception {
        assertThat(root(requireClose(normalization(1), 46)).isQuantized()).isTrue();
    }

    /** Where a variance may be near 0 the kernel's table is too coarse. */
    @Test
    void leavesTheRootOfNearlyNothingInFloat() throws Exception {
        assertThat(root(requireClose(normalization(1e-3f), 35)).isQuantized()).isFalse();
    }

    private static Tensor root(Path model) throws Exception {
        return IntegerBench.read(model).main().operators(RSQRT).get(0).output();
    }

    private Path requireClose(Model model, double least) throws Exception {
        var bench = new IntegerBench(model, folder);
        Path quantized = bench.quantize(IntegerScheme.INT16X8, Map.of())
                .candidates()
                .get(0)
                .model();
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(least);
        }
        return quantized;
    }

    /** Layer normalization of four rows, the last of them of a small scale. */
    private static Model normalization(float epsilon) throws Exception {
        var main = GraphParts.main();
        Tensor factors = main.constant(Shape.of(1, 4, 1), 1, 2, 0.5f, 0.1f);
        Tensor x = main.apply(MUL, main.in(1, 4, 8), factors);
        Tensor mean = mean(main, x);
        Tensor variance = mean(main, main.apply(SQUARED_DIFFERENCE, x, mean));
        Tensor shifted = main.apply(ADD, variance, main.constant(Shape.SCALAR, epsilon));
        main.out(main.apply(MUL, main.apply(SUB, x, mean), main.apply(RSQRT, shifted)));
        return main.model();
    }

    private static Tensor mean(GraphParts main, Tensor of) {
        Tensor mean = main.tensor(of.type(), 1, 4, 1);
        main.operator(MEAN)
                .option("keep_dims", true)
                .inputs(of, main.ints(2))
                .outputs(mean)
                .append();
        return mean;
    }

    private static List<BuiltinOperator> types(Path model) throws Exception {
        return IntegerBench.read(model).main().operators().stream()
                .map(Operator::type)
                .toList();
    }
}
