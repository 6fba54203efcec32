package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.evaluation.internal.FakeContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.technique.int8.internal.Int8Technique;

/** A layer over a sequence whose bias was added behind a RESHAPE, and is its own in the package. */
@Timeout(180)
class FoldedBiasTest {
    private static final int STEPS = 4;
    private static final int CHANNELS = 6;

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final DenseChain samples = new DenseChain(120);

    @ParameterizedTest
    @CsvSource({"RELU, false", "NONE, true"})
    void theLayerIsComparedToTheSum(String activation, boolean last) throws Exception {
        Model original = original(activation, last);
        Model packaged = quantized(original);
        assertThat(packaged.main().operators(BuiltinOperator.ADD)).isEmpty();
        Explanation explanation = new ChainBench(folder, engine, samples)
                .evaluate(original, packaged)
                .explanation()
                .orElseThrow();
        assertThat(explanation.leftOut()).isEmpty();
        assertThat(explanation.operators())
                .extracting(OperatorExplanation::operator)
                .filteredOn("FULLY_CONNECTED"::equals)
                .hasSize(last ? 1 : 2);
        assertThat(explanation.operators())
                .filteredOn(row -> row.types().startsWith("int8"))
                .hasSizeGreaterThan(2)
                .allSatisfy(row -> assertThat(row.aloneSqnrDb().orElseThrow())
                        .as(row.name())
                        .isGreaterThan(33));
    }

    /** x [-1, 16] to [-1, 4] to [-1, 6] to [-1, 4, 6], a bias for each of the 6, and a layer behind it. */
    private Model original(String activation, boolean last) {
        var builder = new ModelBuilder("float");
        Tensor x = builder.input("x", TensorType.FLOAT32, -1, DenseChain.WIDTH);
        Tensor rows = reshaped(builder, x, "rows", -1, DenseChain.WIDTH / STEPS);
        Tensor products = dense(builder, rows, "products", -1, CHANNELS);
        Tensor steps = reshaped(builder, products, "steps", -1, STEPS, CHANNELS);
        Tensor sum = builder.tensor("sum", TensorType.FLOAT32, -1, STEPS, CHANNELS);
        builder.operator(BuiltinOperator.ADD)
                .option("fused_activation_function", activation)
                .inputs(steps, builder.constant("bias", Shape.of(CHANNELS), 2f, -1f, 1.5f, -2.5f, .5f, 3f))
                .outputs(sum)
                .append();
        if (last) {
            return builder.output(sum).build();
        }
        Tensor flat = reshaped(builder, sum, "flat", -1, STEPS * CHANNELS);
        return builder.output(dense(builder, flat, "y", -1, 5)).build();
    }

    private static Tensor reshaped(ModelBuilder builder, Tensor data, String name, int... shape) {
        Tensor out = builder.tensor(name, TensorType.FLOAT32, shape);
        builder.operator(BuiltinOperator.RESHAPE)
                .inputs(data, builder.constant(name + "/shape", Shape.of(shape.length), shape))
                .outputs(out)
                .append();
        return out;
    }

    private static Tensor dense(ModelBuilder builder, Tensor data, String name, int... shape) {
        var random = new Random(name.length());
        int inputs = data.shape().last();
        int outputs = shape[shape.length - 1];
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() / 2;
        }
        Tensor out = builder.tensor(name, TensorType.FLOAT32, shape);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, builder.constant(name + "/weights", Shape.of(outputs, inputs), weights))
                .outputs(out)
                .append();
        return out;
    }

    private Model quantized(Model model) throws Exception {
        Path work = Files.createTempDirectory(folder, "int8");
        Path subject = work.resolve("float.tflite");
        TfliteWriter.write(model, subject);
        var bytes = ByteBuffer.allocate(samples.samples.length * DenseChain.WIDTH * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] sample : samples.samples) {
            for (float value : sample) {
                bytes.putFloat(value);
            }
        }
        var array = new SampleArray(
                new TensorSpec("x", ElementType.FLOAT32, List.of(DenseChain.WIDTH)),
                Files.write(work.resolve("x.bin"), bytes.array()));
        var data = new SampleSet(List.of(array), Optional.empty(), samples.samples.length, Digest.of("samples"));
        var technique = new Int8Technique();
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(subject)),
                Map.of(DataRole.REPRESENTATIVE, data),
                Parameters.resolve("int8", technique.descriptor().parameters(), Map.of()),
                Optional.empty());
        return TfliteReader.read(technique
                .apply(input, new FakeContext(work, engine))
                .candidates()
                .get(0)
                .model());
    }
}
