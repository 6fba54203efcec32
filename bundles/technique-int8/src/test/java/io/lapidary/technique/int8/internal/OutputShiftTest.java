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

/** Outputs of a quantized model are where the float ones are on average, whatever moved them. */
class OutputShiftTest {
    private static final int WIDTH = 24;
    private static final int OUTPUTS = 6;

    @TempDir
    private Path folder;

    private Random random;

    private Tensor layer(GraphParts main, Tensor x, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        Tensor y = main.tensor(TensorType.FLOAT32, 1, outputs);
        main.operator(FULLY_CONNECTED)
                .inputs(
                        x,
                        main.constant(Shape.of(outputs, inputs), weights),
                        main.constant(Shape.of(outputs), new float[outputs]))
                .outputs(y)
                .append();
        return y;
    }

    /** A layer, clipped far below what it reaches, which no rounding of weights tells of, and the last one. */
    private Difference difference(boolean corrected) throws Exception {
        random = new Random(6);
        var main = GraphParts.main();
        Tensor clipped = main.apply(RELU, layer(main, main.in(1, WIDTH), WIDTH, WIDTH));
        main.out(layer(main, clipped, WIDTH, OUTPUTS));
        var bench = new IntegerBench(main.model(), folder);
        var result = bench.quantize(
                IntegerScheme.INT8,
                Map.of(
                        "strict",
                        "true",
                        "ranges",
                        clipped.name() + "=0:1",
                        "bias_correction",
                        Boolean.toString(corrected)));
        return bench.compared(result.candidates().get(0).model());
    }

    private static double largestShift(Difference difference) {
        return difference.shifts().stream().mapToDouble(Math::abs).max().orElseThrow();
    }

    @Test
    void theMeanOfEachOutputIsKept() throws Exception {
        Difference plain = difference(false);
        Difference corrected = difference(true);
        assertThat(largestShift(corrected)).isLessThan(0.5 * largestShift(plain));
        assertThat(corrected.errorEnergy()).isLessThan(plain.errorEnergy());
        assertThat(corrected.shifts()).hasSize(OUTPUTS);
    }
}
