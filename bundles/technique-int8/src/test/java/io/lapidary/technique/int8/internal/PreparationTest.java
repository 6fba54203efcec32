package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.Float16;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** What is made of a float graph before it is quantized. */
class PreparationTest {
    private static final int ROWS = 3;
    private static final int COLUMNS = 6;
    private static final float[] SCALES = {0.01f, 0.02f, 0.005f};

    @TempDir
    private Path folder;

    /** NEG and SQUARE become products, which have kernels that are right for all integers. */
    @ParameterizedTest
    @EnumSource
    void oppositesAndSquaresAreProducts(IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor x = main.in(1, 8);
        main.out(main.apply(NEG, x), main.apply(SQUARE, x));
        var bench = new IntegerBench(main.model(), folder);
        Path quantized = bench.strictly(scheme);
        assertThat(IntegerBench.read(quantized).main().operators(MUL)).hasSize(2);
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels)).isGreaterThan(scheme == IntegerScheme.INT8 ? 25 : 40);
        }
    }

    @Test
    void int8WeightsBehindADequantizeAreKept() throws Exception {
        var main = GraphParts.main();
        Tensor stored = int8(main);
        Tensor weights = main.tensor(TensorType.FLOAT32, ROWS, COLUMNS);
        main.operator(DEQUANTIZE).version(5).inputs(stored).outputs(weights).append();
        requireSameIntegers(main, weights, stored.data());
    }

    @Test
    void int8WeightsBesideFloatActivationsAreKept() throws Exception {
        var main = GraphParts.main();
        Tensor stored = int8(main);
        requireSameIntegers(main, stored, stored.data());
    }

    @Test
    void float16ConstantsAreFolded() throws Exception {
        var main = GraphParts.main();
        var halves = ByteBuffer.allocate(2 * ROWS * COLUMNS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            halves.putShort(Float16.of(0.1f * i - 0.7f));
        }
        Tensor stored = main.tensor(TensorType.FLOAT16, ROWS, COLUMNS);
        ModelEditor.of(main.model()).tensor(stored).data(BufferContent.of(halves.array()));
        Tensor weights = main.tensor(TensorType.FLOAT32, ROWS, COLUMNS);
        main.operator(DEQUANTIZE).version(3).inputs(stored).outputs(weights).append();
        var bench = new IntegerBench(connected(main, weights), folder);
        Path quantized = bench.strictly(IntegerScheme.INT8);
        Model model = IntegerBench.read(quantized);
        assertThat(model.main()
                        .operators(FULLY_CONNECTED)
                        .get(0)
                        .input(1)
                        .orElseThrow()
                        .type())
                .isEqualTo(TensorType.INT8);
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(30);
    }

    /** Even where the largest integer of a row is far below 127, so that a scale of its own would be another. */
    private void requireSameIntegers(GraphParts main, Tensor weights, ByteBuffer integers) throws Exception {
        byte[] before = new byte[ROWS * COLUMNS];
        integers.duplicate().get(before);
        var bench = new IntegerBench(connected(main, weights), folder);
        var result = bench.quantize(IntegerScheme.INT8, Map.of("strict", "true"));
        Model model = IntegerBench.read(result.candidates().get(0).model());
        Tensor after = model.main().operators(FULLY_CONNECTED).get(0).input(1).orElseThrow();
        byte[] stored = new byte[ROWS * COLUMNS];
        after.data().get(stored);
        assertThat(stored).isEqualTo(before);
        assertThat(after.quantization().map(Quantization::scales)).contains(SCALES);
        assertThat(model.main().operators(DEQUANTIZE)).hasSize(1);
    }

    private static Tensor int8(GraphParts main) throws Exception {
        byte[] values = new byte[ROWS * COLUMNS];
        var random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (random.nextInt(121) - 60);
        }
        Tensor stored = main.tensor(TensorType.INT8, ROWS, COLUMNS);
        ModelEditor.of(main.model())
                .tensor(stored)
                .data(BufferContent.of(values))
                .quantization(Quantization.perChannel(SCALES, 0));
        return stored;
    }

    private static Model connected(GraphParts main, Tensor weights) {
        Tensor x = main.in(1, COLUMNS);
        Tensor y = main.tensor(TensorType.FLOAT32, 1, ROWS);
        main.operator(FULLY_CONNECTED)
                .version(weights.type() == TensorType.INT8 ? 12 : 1)
                .inputs(x, weights, main.constant(Shape.of(ROWS), 0.1f, 0.2f, -0.3f))
                .outputs(y)
                .append();
        main.out(y);
        return main.model();
    }
}
