package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Attention whose mask the model computes. Where the first place may be hidden too, a row in 16 is masked whole. */
class MaskedAttentionTest {
    private static final int LENGTH = 4;
    private static final int WIDTH = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "INT8, ADD, 1e9, 2, 31", "INT8, ADD, 1e4, 0, 31", "INT8, SUB, 1e9, 2, 31",
        "INT16X8, ADD, 1e9, 2, 70", "INT16X8, ADD, 1e4, 0, 70", "INT16X8, SUB, 1e9, 2, 70"
    })
    void scoresKeepTheirStepsBesideAMask(IntegerScheme scheme, String how, float mask, int first, double atLeast)
            throws Exception {
        var main = GraphParts.main();
        Tensor x = main.in(1, LENGTH, WIDTH);
        Tensor y = main.in(1, LENGTH, WIDTH);
        Tensor words = main.in(TensorType.INT32, 1, 1, LENGTH);
        Tensor limits = main.tensor(TensorType.INT32, 1, 1, LENGTH);
        ModelEditor.of(main.model()).tensor(limits).data(BufferContent.ofInts(first, 2, 2, 2));
        Tensor hidden = main.tensor(TensorType.BOOL, 1, 1, LENGTH);
        main.operator(LESS).inputs(words, limits).outputs(hidden).append();
        Tensor masks = main.tensor(TensorType.FLOAT32, 1, 1, LENGTH);
        main.operator(CAST).inputs(hidden).outputs(masks).append();
        boolean added = how.equals("ADD");
        Tensor far = main.tensor(TensorType.FLOAT32, 1, 1, LENGTH);
        main.operator(MUL)
                .inputs(masks, main.constant(Shape.SCALAR, added ? -mask : mask))
                .outputs(far)
                .append();
        Tensor scores = main.tensor(TensorType.FLOAT32, 1, LENGTH, LENGTH);
        main.operator(BATCH_MATMUL)
                .inputs(x, y)
                .option("adj_y", true)
                .outputs(scores)
                .append();
        Tensor masked = main.tensor(TensorType.FLOAT32, 1, LENGTH, LENGTH);
        main.operator(added ? ADD : SUB).inputs(scores, far).outputs(masked).append();
        Tensor shares = main.tensor(TensorType.FLOAT32, 1, LENGTH, LENGTH);
        main.operator(SOFTMAX).inputs(masked).option("beta", 1f).outputs(shares).append();
        Tensor attended = main.tensor(TensorType.FLOAT32, 1, LENGTH, WIDTH);
        main.operator(BATCH_MATMUL).inputs(shares, x).outputs(attended).append();
        main.out(attended);
        var bench = new IntegerBench(main.model(), folder);
        Path file = bench.quantize(scheme, Map.of("float_operators", "CAST"))
                .candidates()
                .get(0)
                .model();
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(file, "", kernels)).isGreaterThan(atLeast);
        }
    }
}
