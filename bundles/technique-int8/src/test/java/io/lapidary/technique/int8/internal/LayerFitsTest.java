package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Scales of weights beside int16 activations, where a layer's inputs are functions of few. */
class LayerFitsTest {
    private static final int FEW = 3;
    private static final int MANY = 48;

    @TempDir
    private Path folder;

    private IntegerBench bench;

    @BeforeEach
    void make() throws Exception {
        var main = GraphParts.main();
        Tensor hidden = main.apply(RELU, layer(main, main.in(1, FEW), FEW, MANY));
        Tensor made = layer(main, main.apply(TANH, layer(main, hidden, MANY, MANY)), MANY, FEW);
        main.out(made);
        bench = new IntegerBench(main.model(), folder);
    }

    private static Tensor layer(GraphParts main, Tensor x, int inputs, int outputs) {
        Tensor made = main.tensor(TensorType.FLOAT32, 1, outputs);
        main.operator(FULLY_CONNECTED)
                .inputs(
                        x,
                        main.random(1 / Math.sqrt(inputs), outputs, inputs),
                        main.constant(Shape.of(outputs), new float[outputs]))
                .outputs(made)
                .append();
        return made;
    }

    private double sqnr(IntegerScheme scheme, Map<String, String> parameters) throws Exception {
        Path file = bench.quantize(scheme, parameters).candidates().get(0).model();
        return bench.sqnr(file, "", Kernels.DEFAULT);
    }

    @Test
    void scalesThatSuitTheInputsAreBetter() throws Exception {
        double plain = sqnr(IntegerScheme.INT16X8, Map.of("calibration", "min-max"));
        assertThat(sqnr(IntegerScheme.INT16X8, Map.of())).isGreaterThan(plain + 6);
    }

    @Test
    void operatorsOfInt8WithInt16ActivationsHaveThemToo() throws Exception {
        Map<String, String> wide = Map.of("int16x8", ".*");
        Map<String, String> plain = Map.of("int16x8", ".*", "calibration", "min-max");
        assertThat(sqnr(IntegerScheme.INT8, wide)).isGreaterThan(sqnr(IntegerScheme.INT8, plain) + 6);
    }
}
