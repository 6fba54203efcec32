package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Equal request, equal bytes, however many threads the job and its engine have. */
class ThreadCountTest {
    private static final int SIZE = 6;
    private static final int CHANNELS = 16;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void artifactsAreTheSameOnAnyNumberOfThreads(IntegerScheme scheme) throws Exception {
        var bench = new IntegerBench(network(), folder);
        byte[] alone = artifact(bench, scheme, 1);
        for (int threads : new int[] {2, 4}) {
            assertThat(artifact(bench, scheme, threads))
                    .as(threads + " threads")
                    .isEqualTo(alone);
        }
    }

    private byte[] artifact(IntegerBench bench, IntegerScheme scheme, int threads) throws Exception {
        Path own = Files.createDirectory(folder.resolve("on-" + threads));
        var result = bench.quantize(
                scheme,
                Map.of("strict", "true"),
                TestContext.in(own).withCores(threads).withThreads(threads));
        return Files.readAllBytes(result.candidates().get(0).model());
    }

    /** Convolutions that are balanced and whose biases are corrected, so that means of every sample show in the bytes. */
    private static Model network() throws Exception {
        var main = GraphParts.main();
        Tensor x = main.in(1, SIZE, SIZE, 3);
        Tensor first = convolved(main, x);
        Tensor second = convolved(main, main.apply(RELU, first));
        Tensor third = convolved(main, second);
        int[] pooled = {1, CHANNELS};
        main.out(main.connected(main.apply(MEAN, pooled, main.apply(ADD, third, first), main.ints(1, 2)), 5));
        return main.model();
    }

    private static Tensor convolved(GraphParts main, Tensor input) {
        int channels = input.shape().last();
        Tensor output = main.tensor(input.type(), 1, SIZE, SIZE, CHANNELS);
        main.operator(CONV_2D)
                .inputs(input, main.random(0.2, CHANNELS, 3, 3, channels), main.random(0.1, CHANNELS))
                .outputs(output)
                .option("stride_h", 1)
                .option("stride_w", 1)
                .option("padding", "SAME")
                .append();
        return output;
    }
}
