package io.lapidary.technique.equalize.internal;

import static io.lapidary.model.BuiltinOperator.AVERAGE_POOL_2D;
import static io.lapidary.model.BuiltinOperator.MAX_POOL_2D;
import static io.lapidary.model.BuiltinOperator.RELU;
import static io.lapidary.model.BuiltinOperator.RELU6;
import static io.lapidary.model.BuiltinOperator.TANH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.equalization.EqualizationJob;
import io.lapidary.quantization.equalization.EqualizationSettings;

class EqualizationTest {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(1), 1);
    private static final Map<String, String> BY_WEIGHTS =
            Map.of("balance", "weights", "absorb_bias", "false", "power_of_two", "false");

    private EqualizeBench bench;

    private Path folder;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        this.folder = folder;
        bench = new EqualizeBench(folder);
    }

    /** Every kind of layer, activation and mover, and pairs within chains. */
    private static final Map<String, Supplier<Model>> PAIRS = Map.of(
            "conv-depthwise-conv",
                    () -> new Chains(1, 6, 6, 3)
                            .convolution(3, 10, "RELU", "SAME", 0.1f)
                            .depthwise(3, 1, "RELU")
                            .convolution(1, 7, "NONE", "SAME", 0)
                            .model(),
            "multiplied depthwise",
                    () -> new Chains(1, 6, 6, 5)
                            .convolution(1, 6, "RELU", "SAME", 0.1f)
                            .depthwise(3, 3, "NONE")
                            .convolution(3, 4, "NONE", "VALID", 0)
                            .model(),
            "pools and mean",
                    () -> new Chains(1, 8, 8, 3)
                            .convolution(3, 10, "NONE", "SAME", 0.1f)
                            .unary(RELU)
                            .pool(MAX_POOL_2D)
                            .pool(AVERAGE_POOL_2D)
                            .mean(1, -2)
                            .connected(6, "NONE", 0)
                            .model(),
            "flattened",
                    () -> new Chains(1, 4, 4, 3)
                            .convolution(3, 5, "RELU", "SAME", 0.1f)
                            .reshape(1, 80)
                            .connected(9, "RELU", 0.1f)
                            .connected(6, "NONE", 0)
                            .model(),
            "padded",
                    () -> new Chains(1, 4, 4, 3)
                            .convolution(1, 5, "RELU", "SAME", 0.1f)
                            .pad()
                            .convolution(3, 6, "NONE", "VALID", 0)
                            .model(),
            "transposed",
                    () -> new Chains(1, 4, 4, 3)
                            .convolution(3, 5, "RELU", "SAME", 0.1f)
                            .transposed(3, 6)
                            .unary(RELU)
                            .convolution(1, 4, "NONE", "SAME", 0)
                            .model());

    @Test
    void theFunctionStaysTheSame() throws Exception {
        for (var pair : PAIRS.entrySet()) {
            for (String balance : List.of("weights", "activations")) {
                var given = new HashMap<>(BY_WEIGHTS);
                given.put("balance", balance);
                EqualizeBench.Applied applied = bench.apply(pair.getValue().get(), given, true);
                assertThat(applied.measure("equalized_pairs")).as(pair.getKey()).isPositive();
                assertThat(applied.measure("largest_scale") / applied.measure("smallest_scale"))
                        .as("what there was to equalize in " + pair.getKey())
                        .isGreaterThan(2);
                bench.requireSame(applied, 1e-5, pair.getKey() + " by " + balance);
            }
        }
    }

    @Test
    void theLeastNoiseKeepsTheFunctionToo() throws Exception {
        for (var pair : PAIRS.entrySet()) {
            EqualizeBench.Applied applied =
                    bench.apply(pair.getValue().get(), Map.of("absorb_bias", "false", "balance", "noise"), true);
            bench.requireSame(applied, 1e-5, pair.getKey() + " by noise");
        }
        EqualizeBench.Applied depthwise =
                bench.apply(PAIRS.get("conv-depthwise-conv").get(), Map.of("absorb_bias", "false"), true);
        assertThat(depthwise.measure("largest_scale") / depthwise.measure("smallest_scale"))
                .isGreaterThan(2);
        assertThat(depthwise.measure("balanced_by_samples")).isPositive();
    }

    /** Filters of a depthwise layer have a scale each: where activations stay float32, nothing is to be gained. */
    @Test
    void aPairWithoutNoiseIsLeftAlone() throws Exception {
        Model model = new Chains(1, 4, 4, 3)
                .convolution(1, 5, "RELU", "SAME", 0.1f)
                .depthwise(3, 1, "NONE")
                .model();
        EqualizeBench.Applied applied =
                bench.apply(model, Map.of("absorb_bias", "false", "activation_bits", "0"), true);
        assertThat(applied.measure("equalized_pairs")).isEqualTo(1);
        assertThat(applied.measure("balanced_by_samples")).isZero();
        assertThat(applied.measure("largest_scale")).isEqualTo(1);
        bench.requireSame(applied, 0, "left alone");
    }

    @Test
    void powersOfTwoChangeNoBit() throws Exception {
        for (var pair : PAIRS.entrySet()) {
            EqualizeBench.Applied applied =
                    bench.apply(pair.getValue().get(), Map.of("absorb_bias", "false", "power_of_two", "true"), true);
            bench.requireSame(applied, 0, pair.getKey());
            assertThat(applied.measure("scaling_largest_error")).isZero();
        }
    }

    /** At the end of the balance, what makes a channel is as large as what reads it. */
    @Test
    void bothSidesOfAChannelAreAlike() throws Exception {
        EqualizeBench.Applied applied =
                bench.apply(PAIRS.get("conv-depthwise-conv").get(), BY_WEIGHTS, false);
        Model before = PAIRS.get("conv-depthwise-conv").get();
        assertThat(scales(before)).hasSizeGreaterThan(8).anyMatch(scale -> scale < 0.5);
        assertThat(scales(applied.after()))
                .hasSizeGreaterThan(8)
                .allSatisfy(scale -> assertThat(scale).isCloseTo(1, within(0.005)));
    }

    /** By what channels would be divided: the root of what makes one over what reads it. */
    private List<Double> scales(Model model) throws Exception {
        var settings = EqualizationSettings.plain(EqualizationSettings.Balance.WEIGHTS);
        Path file = folder.resolve("scaled.tflite");
        TfliteWriter.write(model, file);
        var job = new EqualizationJob(file, settings, Optional.empty(), TestContext.in(folder));
        return job.decide().scales().stream()
                .flatMap(pair -> pair.scales().stream())
                .toList();
    }

    @Test
    void whatOthersSeeIsNoPair() throws Exception {
        var shown = new Chains(1, 4, 4, 3).convolution(1, 5, "RELU", "SAME", 0.1f);
        shown.builder().output(shown.last());
        assertUnchanged(shown.convolution(1, 4, "NONE", "SAME", 0).model(), "nothing-equalized");
        var bent =
                new Chains(1, 4, 4, 3).convolution(1, 5, "NONE", "SAME", 0.1f).unary(TANH);
        assertUnchanged(bent.convolution(1, 4, "NONE", "SAME", 0).model(), "nothing-equalized");
        var mixed =
                new Chains(1, 4, 4, 3).convolution(1, 5, "RELU", "SAME", 0.1f).reshape(1, 5, 4, 4);
        assertUnchanged(mixed.convolution(1, 4, "NONE", "SAME", 0).model(), "nothing-equalized");
        var across =
                new Chains(1, 4, 4, 4).convolution(1, 4, "RELU", "SAME", 0.1f).mean(2, 3);
        assertUnchanged(across.connected(4, "NONE", 0).model(), "nothing-equalized");
    }

    @Test
    void aClipThatMayBeReachedIsLeftAndNamed() throws Exception {
        assertUnchanged(clipped(30, false), "clip-reached");
        EqualizeBench.Applied reached = bench.apply(clipped(30, true), BY_WEIGHTS, true);
        assertThat(reached.codes()).contains("clip-reached");
        assertThat(reached.measure("equalized_pairs")).isZero();
    }

    @Test
    void aClipThatSamplesStayBelowIsKept() throws Exception {
        EqualizeBench.Applied applied = bench.apply(
                clipped(0.001f, false),
                Map.of("absorb_bias", "false", "balance", "weights", "power_of_two", "true"),
                true);
        assertThat(applied.measure("equalized_pairs")).isEqualTo(1);
        bench.requireSame(applied, 0, "samples below the clip");
    }

    /** TANH holds the first layer's input within 1, so what it can come to is known without samples. */
    @Test
    void aClipThatCannotBeReachedNeedsNoSamples() throws Exception {
        EqualizeBench.Applied applied = bench.apply(clipped(0.001f, true), BY_WEIGHTS, false);
        assertThat(applied.measure("equalized_pairs")).isEqualTo(1);
        bench.requireSame(applied, 1e-5, "proven");
    }

    private static Model clipped(float size, boolean bounded) {
        var chain = new Chains(1, 4, 4, 3);
        if (bounded) {
            chain.unary(TANH);
        }
        chain.convolution(1, 5, "NONE", "SAME", size > 1 ? size : 0);
        FloatBuffer weights = EqualizeBench.floats(chain.builder()
                .build()
                .main()
                .operators()
                .get(bounded ? 1 : 0)
                .input(1)
                .orElseThrow());
        float[] scaled = new float[weights.remaining()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = weights.get(i) * size;
        }
        chain.builder()
                .editor()
                .tensor(chain.last().producer().orElseThrow().input(1).orElseThrow())
                .data(io.lapidary.model.BufferContent.ofFloats(scaled));
        return chain.unary(RELU6).convolution(1, 4, "NONE", "SAME", 0).model();
    }

    @Test
    void weightsThatAreNotFiniteAreLeftAndNamed() throws Exception {
        var chain = new Chains(1, 4, 4, 3).convolution(1, 5, "RELU", "SAME", Float.NaN);
        assertUnchanged(chain.convolution(1, 4, "NONE", "SAME", 0).model(), "not-finite");
    }

    @Test
    void activationsNeedSamples() {
        var error = catchThrowableOfType(
                LapidaryException.class,
                () -> bench.apply(PAIRS.get("padded").get(), Map.of("balance", "activations"), false));
        assertThat(error.code()).isEqualTo(ErrorCodes.MISSING_DATA);
    }

    private void assertUnchanged(Model model, String code) throws Exception {
        EqualizeBench.Applied applied = bench.apply(model, BY_WEIGHTS, false);
        assertThat(applied.codes()).contains(code);
        for (Tensor tensor : applied.before().main().tensors()) {
            if (tensor.isConstant()) {
                Tensor now = applied.after().main().tensor(tensor.name()).orElseThrow();
                assertThat(now.data()).as(tensor.name()).isEqualTo(tensor.data());
            }
        }
    }
}
