package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** What is added behind a linear layer becomes its bias, wherever that is the same. */
class FoldedBiasTest {
    private static final int ROWS = 4;
    private static final int INPUTS = 6;
    private static final int OUTPUTS = 8;
    private static final float[] TERMS = {0.5f, -1, 1.5f, 0.25f, -0.5f, 1, 0.75f, -2};

    @TempDir
    private Path folder;

    private final GraphParts main;

    FoldedBiasTest() throws Exception {
        main = GraphParts.main();
    }

    private Tensor connected(Tensor x) {
        float[] weights = new float[OUTPUTS * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i + 1);
        }
        Tensor y = main.tensor(TensorType.FLOAT32, ROWS, OUTPUTS);
        main.operator(FULLY_CONNECTED)
                .inputs(x, main.constant(Shape.of(OUTPUTS, INPUTS), weights))
                .outputs(y)
                .append();
        return y;
    }

    private Tensor reshaped(Tensor x, int... shape) throws Exception {
        Tensor dims = main.tensor(TensorType.INT32, shape.length);
        ModelEditor.of(main.model()).tensor(dims).data(BufferContent.ofInts(shape));
        Tensor y = main.tensor(TensorType.FLOAT32, shape);
        main.operator(RESHAPE).inputs(x, dims).outputs(y).append();
        return y;
    }

    private Tensor with(BuiltinOperator type, Tensor first, Tensor second, String fused, int... shape) {
        Tensor y = main.tensor(TensorType.FLOAT32, shape);
        main.operator(type)
                .inputs(first, second)
                .outputs(y)
                .option("fused_activation_function", fused)
                .append();
        return y;
    }

    private Model quantized(IntegerScheme scheme, double atLeast, Map<String, String> parameters) throws Exception {
        var bench = new IntegerBench(main.model(), folder);
        Path file = bench.quantize(scheme, parameters).candidates().get(0).model();
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(file, "", kernels)).isGreaterThan(atLeast);
        }
        return IntegerBench.read(file);
    }

    @ParameterizedTest
    @EnumSource
    void aSumBehindAChangeOfShapeBecomesABias(IntegerScheme scheme) throws Exception {
        Tensor y = reshaped(connected(main.in(ROWS, INPUTS)), 2, 2, 2, OUTPUTS / 2);
        main.out(with(ADD, main.constant(Shape.of(1, 2, OUTPUTS / 2), TERMS), y, "RELU", 2, 2, 2, OUTPUTS / 2));
        Model model = quantized(scheme, scheme == IntegerScheme.INT8 ? 35 : 45, Map.of("strict", "true"));
        assertThat(model.main().operators(ADD)).isEmpty();
        assertThat(model.main().operators(FULLY_CONNECTED).get(0).options().fusedActivation())
                .isEqualTo("RELU");
    }

    @Test
    void differencesAndSinglesNumbersToo() throws Exception {
        Tensor y = with(
                SUB, connected(main.in(ROWS, INPUTS)), main.constant(Shape.of(OUTPUTS), TERMS), "NONE", ROWS, OUTPUTS);
        main.out(with(ADD, y, main.constant(Shape.SCALAR, 0.5f), "NONE", ROWS, OUTPUTS));
        assertThat(quantized(IntegerScheme.INT8, 35, Map.of()).main().operators())
                .noneMatch(operator -> operator.type() == ADD || operator.type() == SUB);
    }

    /** A term by row is none by channel; nor is what is taken from a constant. */
    @Test
    void otherSumsStay() throws Exception {
        Tensor y = with(
                ADD,
                connected(main.in(ROWS, INPUTS)),
                main.constant(Shape.of(ROWS, 1), 1, -1, 2, 0),
                "NONE",
                ROWS,
                OUTPUTS);
        main.out(with(SUB, main.constant(Shape.of(OUTPUTS), TERMS), y, "NONE", ROWS, OUTPUTS));
        Model model = quantized(IntegerScheme.INT8, 35, Map.of());
        assertThat(model.main().operators(ADD)).hasSize(1);
        assertThat(model.main().operators(SUB)).hasSize(1);
    }

    @Test
    void whatOthersReadStays() throws Exception {
        Tensor sum = connected(main.in(ROWS, INPUTS));
        main.out(sum, with(ADD, sum, main.constant(Shape.of(OUTPUTS), TERMS), "NONE", ROWS, OUTPUTS));
        assertThat(quantized(IntegerScheme.INT8, 35, Map.of()).main().operators(ADD))
                .hasSize(1);
    }

    @Test
    void whatTheRequestLeavesInFloatStays() throws Exception {
        main.out(with(
                ADD, connected(main.in(ROWS, INPUTS)), main.constant(Shape.of(OUTPUTS), TERMS), "NONE", ROWS, OUTPUTS));
        Model model = quantized(IntegerScheme.INT8, 35, Map.of("float_operators", "ADD"));
        assertThat(model.main().operators(ADD).get(0).output().type()).isEqualTo(TensorType.FLOAT32);
    }
}
