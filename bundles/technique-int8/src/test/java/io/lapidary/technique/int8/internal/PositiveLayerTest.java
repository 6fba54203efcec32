package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** A square root behind a layer whose numbers are often next to 0, and never below it: no bias may take them there. */
class PositiveLayerTest {
    private static final int WIDTH = 24;
    private static final int OUTPUTS = 12;

    @TempDir
    private Path folder;

    private Difference difference(boolean corrected) throws Exception {
        var random = new Random(4);
        var main = GraphParts.main();
        Tensor low = main.tensor(TensorType.FLOAT32, 1, WIDTH);
        main.operator(ADD)
                .inputs(main.in(1, WIDTH), main.constant(Shape.of(1), new float[] {-1.9f}))
                .outputs(low)
                .append();
        float[] weights = new float[OUTPUTS * WIDTH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.max(0, random.nextGaussian());
        }
        Tensor bank = main.tensor(TensorType.FLOAT32, 1, OUTPUTS);
        main.operator(FULLY_CONNECTED)
                .inputs(
                        main.apply(RELU, low),
                        main.constant(Shape.of(OUTPUTS, WIDTH), weights),
                        main.constant(Shape.of(OUTPUTS), new float[OUTPUTS]))
                .outputs(bank)
                .append();
        main.out(main.apply(SQRT, bank));
        var bench = new IntegerBench(main.model(), folder);
        var result = bench.quantize(IntegerScheme.INT16X8, Map.of("bias_correction", Boolean.toString(corrected)));
        return bench.compared(result.candidates().get(0).model());
    }

    @Test
    void itsBiasesAreNotCorrected() throws Exception {
        double plain = difference(false).errorEnergy();
        assertThat(difference(true).errorEnergy()).isLessThan(2 * plain);
    }
}
