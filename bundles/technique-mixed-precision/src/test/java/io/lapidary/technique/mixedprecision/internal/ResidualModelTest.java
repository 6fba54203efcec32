package io.lapidary.technique.mixedprecision.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.engine.Kernels;
import io.lapidary.contract.RandomSamples;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.integer.mixed.OperatorPlace;
import io.lapidary.quantization.integer.mixed.Precision;
import io.lapidary.quantization.integer.mixed.PrecisionPlan;

/**
 * A residual network in which one channel of a sum is 300 times as large as the others, and is read with weights as many times
 * smaller: one scale for all channels of that sum leaves nothing of the others in int8.
 */
class ResidualModelTest {
    private static final float UNEVEN = 300;
    private static final int SUM = 2;
    private static final int READER = 3;

    @TempDir
    private Path folder;

    private final Random random = new Random(4);
    private Bench bench;

    @BeforeEach
    void prepare() throws Exception {
        Model model = residual();
        Path file = folder.resolve("residual.tflite");
        TfliteWriter.write(model, file);
        bench = new Bench(file, new RandomSamples(8, 48, folder).of(model.main().inputs()), folder);
    }

    private Model residual() {
        var builder = new ModelBuilder("residual");
        Tensor image = builder.input("image", TensorType.FLOAT32, 1, 8, 8, 8);
        Tensor stem = convolution(builder, "stem", image, 3, 8, "RELU", 1, 1);
        Tensor branch = convolution(builder, "branch", stem, 3, 8, "NONE", 1, UNEVEN);
        Tensor sum = builder.tensor("sum", TensorType.FLOAT32, 1, 8, 8, 8);
        builder.operator(BuiltinOperator.ADD).inputs(stem, branch).outputs(sum).append();
        Tensor last = convolution(builder, "reader", sum, 1, 16, "RELU", 1 / UNEVEN, 1);
        for (int i = 0; i < 4; i++) {
            last = convolution(builder, "body" + i, last, 3, 16, "RELU", 1, 1);
        }
        return builder.output(last).build();
    }

    /** @param read factor of the weights that read channel 0; @param made of those that make it */
    private Tensor convolution(
            ModelBuilder builder,
            String name,
            Tensor data,
            int kernel,
            int outputs,
            String fused,
            float read,
            float made) {
        int inputs = data.shape().last();
        int perOutput = kernel * kernel * inputs;
        float[] weights = new float[outputs * perOutput];
        for (int i = 0; i < weights.length; i++) {
            float weight = (float) (random.nextGaussian() * Math.sqrt(2.0 / perOutput));
            weights[i] = weight * (i % inputs == 0 ? read : 1) * (i < perOutput ? made : 1);
        }
        Tensor result = builder.tensor(name, TensorType.FLOAT32, 1, 8, 8, outputs);
        builder.operator(BuiltinOperator.CONV_2D)
                .inputs(
                        data,
                        builder.constant(name + "/weights", Shape.of(outputs, kernel, kernel, inputs), weights),
                        builder.constant(name + "/bias", Shape.of(outputs), new float[outputs]))
                .outputs(result)
                .option("padding", "SAME")
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("fused_activation_function", fused)
                .append();
        return result;
    }

    @Test
    void theSensitiveOperatorsEndInAHigherPrecision() throws Exception {
        var least = bench.apply(Map.of("precisions", "int8", "max_bytes", "999999"));
        var mixed = bench.apply(Map.of("min_sqnr_db", "30"));
        assertThat(least.measure("sqnr_db")).isLessThan(20);
        assertThat(bench.sqnr(mixed.file(), Kernels.DEFAULT)).isGreaterThanOrEqualTo(30);
        assertThat(bench.sqnr(mixed.file(), Kernels.BUILTIN)).isGreaterThan(29);
        PrecisionPlan plan = PrecisionPlan.parse(mixed.plan());
        assertThat(plan.of(new OperatorPlace(0, SUM))).isNotEqualTo(Precision.INT8);
        assertThat(plan.of(new OperatorPlace(0, READER))).isNotEqualTo(Precision.INT8);
        assertThat(mixed.measure("int8_operators")).isGreaterThanOrEqualTo(4);
        assertThat(mixed.bytes()).isLessThan(least.bytes() + 4000);
        assertThat(mixed.result()
                        .findings()
                        .get(mixed.result().findings().size() - 1)
                        .code())
                .isEqualTo("sensitive-operator");
    }

    @Test
    void inputsAndOutputsCanBeIntegersOfEitherScheme() throws Exception {
        String plan = "int8:0+float16:1-3+int16x8:4-5+int8:6-7";
        for (String type : new String[] {"float32", "int8", "uint8", "int16"}) {
            var applied = bench.apply(Map.of("plan", plan, "input_type", type, "output_type", type));
            assertThat(applied.model().main().inputs().get(0).type().name()).isEqualToIgnoringCase(type);
            assertThat(applied.model().main().outputs().get(0).type().name()).isEqualToIgnoringCase(type);
            for (Kernels kernels : Kernels.values()) {
                assertThat(bench.sqnr(applied.file(), kernels))
                        .as(type + " on " + kernels)
                        .isGreaterThan(25);
            }
        }
    }

    @Test
    void everyOperatorIsOfItsPrecision() throws Exception {
        var applied = bench.apply(Map.of("plan", "int8:0-1+float32:2+float16:3+int16x8:4-5+int8:6-7"));
        var types = applied.model().main().operators().stream()
                .filter(operator ->
                        operator.type() == BuiltinOperator.CONV_2D || operator.type() == BuiltinOperator.ADD)
                .map(operator -> operator.output().type())
                .toList();
        assertThat(types)
                .containsExactly(
                        TensorType.INT8,
                        TensorType.INT8,
                        TensorType.FLOAT32,
                        TensorType.FLOAT32,
                        TensorType.INT16,
                        TensorType.INT16,
                        TensorType.INT8,
                        TensorType.INT8);
        assertThat(applied.model().main().tensor("reader/weights_float16")).isPresent();
        assertThat(applied.measure("conversions")).isEqualTo(7);
    }
}
