package io.lapidary.technique.adaptiverounding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.contract.SharedEngine;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** Models of one layer, rounded as the annotations say, in the interpreter. */
class RoundedModelTest {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(2), 1);
    private static final int SAMPLES = 40;
    private static final int[] DATA = {1, 6, 6, 8};

    @TempDir
    Path folder;

    private final Random random = new Random(11);

    enum Layer {
        CONV_2D(BuiltinOperator.CONV_2D, "SAME", 1, 12, 3, 3, 8),
        CONV_2D_DILATED(BuiltinOperator.CONV_2D, "VALID", 1, 12, 3, 3, 8),
        CONV_2D_GROUPED(BuiltinOperator.CONV_2D, "SAME", 1, 12, 3, 3, 4),
        DEPTHWISE_CONV_2D(BuiltinOperator.DEPTHWISE_CONV_2D, "SAME", 0.1, 1, 3, 3, 16),
        TRANSPOSE_CONV(BuiltinOperator.TRANSPOSE_CONV, "SAME", 1, 12, 3, 3, 8),
        FULLY_CONNECTED(BuiltinOperator.FULLY_CONNECTED, "", 1, 12, 288),
        BATCH_MATMUL(BuiltinOperator.BATCH_MATMUL, "", 0.1, 8, 12);

        private final BuiltinOperator type;
        private final String padding;
        /** In dB; few weights in a row leave few ways to make up for an error. */
        private final double gain;

        private final int[] weights;

        Layer(BuiltinOperator type, String padding, double gain, int... weights) {
            this.gain = gain;
            this.type = type;
            this.padding = padding;
            this.weights = weights;
        }
    }

    /** Inputs behind a RELU have a common mean: errors that cancel there are worth several decibels. */
    @ParameterizedTest
    @EnumSource(Layer.class)
    void decidedRoundingIsNearerThanTheNearest(Layer layer) throws Exception {
        Model model = model(layer);
        Path file = write(model);
        Path annotated = apply(file, Map.of("bits", "4")).candidates().get(0).model();
        double nearest = sqnr(file, write(rounded(annotated, false)));
        double decided = sqnr(file, write(rounded(annotated, true)));
        assertThat(decided)
                .as("dB with decided rounding, " + nearest + " to the nearest")
                .isGreaterThan(nearest + layer.gain);
    }

    @Test
    void aNarrowRangeIsDecidedForAndNoted() throws Exception {
        Path file = write(model(Layer.FULLY_CONNECTED));
        Path narrow = apply(file, Map.of("bits", "4", "narrow_range", "true"))
                .candidates()
                .get(0)
                .model();
        Path full = apply(file, Map.of("bits", "4")).candidates().get(0).model();
        assertThat(rounding(narrow).narrow()).isTrue();
        assertThat(rounding(full).narrow()).isFalse();
        assertThat(sqnr(file, write(rounded(narrow, true)))).isGreaterThan(sqnr(file, write(rounded(narrow, false))));
        assertThat(rounding(apply(file, Map.of()).candidates().get(0).model()).narrow())
                .as("8 bits have no other range")
                .isTrue();
    }

    private static Annotation.Rounding rounding(Path annotated) throws Exception {
        Model model = TfliteReader.read(annotated);
        return Annotations.read(model)
                .of(model.main().tensor("w").orElseThrow())
                .find(Annotation.Rounding.class)
                .orElseThrow();
    }

    @Test
    void notANumberOfTheModelChanges() throws Exception {
        Path file = write(model(Layer.CONV_2D));
        Path annotated = apply(file, Map.of()).candidates().get(0).model();
        assertThat(sqnr(file, annotated)).isEqualTo(Double.POSITIVE_INFINITY);
        Model after = TfliteReader.read(annotated);
        assertThat(after.main().tensor("w").orElseThrow().data())
                .isEqualTo(
                        TfliteReader.read(file).main().tensor("w").orElseThrow().data());
    }

    @Test
    void smallBlocksDecideToo() throws Exception {
        Path file = write(model(Layer.CONV_2D));
        var result = apply(file, Map.of("bits", "4", "block_size", "16"));
        assertThat(result.candidates().get(0).measures().get("mean_layer_gain_db"))
                .isGreaterThan(1);
    }

    @Test
    void oneScaleATensorWhereAskedFor() throws Exception {
        Path file = write(model(Layer.CONV_2D));
        Model after = TfliteReader.read(
                apply(file, Map.of("per_channel", "false")).candidates().get(0).model());
        Tensor weights = after.main().tensor("w").orElseThrow();
        var scale =
                Annotations.read(after).of(weights).find(Annotation.Scale.class).orElseThrow();
        assertThat(scale.scale()).hasSize(1);
    }

    @Test
    void weightsThatAreNotMeantStayUndecided() throws Exception {
        Path file = write(model(Layer.CONV_2D));
        var result = apply(file, Map.of("exclude", "w"));
        assertThat(result.findings().stream().map(finding -> finding.code())).containsExactly("nothing-rounded");
        assertThat(Files.readAllBytes(result.candidates().get(0).model())).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void infiniteWeightsAreNamed() throws Exception {
        Model model = model(Layer.FULLY_CONNECTED);
        float[] values = new float[12 * 288];
        values[7] = Float.POSITIVE_INFINITY;
        ModelEditor.of(model).tensor(model.main().tensor("w").orElseThrow()).data(BufferContent.ofFloats(values));
        var result = apply(write(model), Map.of());
        assertThat(result.findings().get(0).code()).isEqualTo("not-finite");
        assertThat(result.findings().get(0).message()).contains("'w'");
    }

    private Model model(Layer layer) {
        var builder = new ModelBuilder(layer.name());
        Tensor x = builder.input("x", TensorType.FLOAT32, DATA);
        Tensor positive = builder.tensor("positive", TensorType.FLOAT32, DATA);
        builder.operator(BuiltinOperator.RELU).inputs(x).outputs(positive).append();
        Shape shape = Shape.of(layer.weights);
        Tensor w = builder.constant("w", shape, gaussian(Math.toIntExact(shape.elements())));
        int outputs = layer == Layer.DEPTHWISE_CONV_2D ? 16 : 12;
        Tensor bias = builder.constant("b", Shape.of(outputs), gaussian(outputs));
        int dilation = layer == Layer.CONV_2D_DILATED ? 2 : 1;
        var operator = builder.operator(layer.type);
        int[] made = switch (layer) {
            case CONV_2D_DILATED -> new int[] {1, 2, 2, 12};
            case TRANSPOSE_CONV -> new int[] {1, 12, 12, 12};
            case FULLY_CONNECTED -> new int[] {1, 12};
            default -> new int[] {1, 6, 6, outputs};
        };
        switch (layer.type) {
            case CONV_2D, DEPTHWISE_CONV_2D -> {
                operator.version(6).inputs(positive, w, bias).option("padding", layer.padding);
                operator.option("stride_w", 1).option("stride_h", 1);
                operator.option("dilation_w_factor", dilation).option("dilation_h_factor", dilation);
                if (layer == Layer.DEPTHWISE_CONV_2D) {
                    operator.option("depth_multiplier", 2);
                }
            }
            case TRANSPOSE_CONV -> {
                Tensor size = builder.constant("size", Shape.of(4), made);
                operator.version(3).inputs(size, w, positive, bias).option("padding", layer.padding);
                operator.option("stride_w", 2).option("stride_h", 2);
            }
            case FULLY_CONNECTED -> operator.inputs(positive, w, bias);
            default -> operator.inputs(positive, w);
        }
        Tensor y = builder.tensor("y", TensorType.FLOAT32, made);
        operator.outputs(y).append();
        return builder.output(y).build();
    }

    /** The model with its weights as the annotations have them become, float32. */
    private Model rounded(Path annotated, boolean decided) throws Exception {
        Model model = TfliteReader.read(annotated);
        Tensor weights = model.main().tensor("w").orElseThrow();
        var known = Annotations.read(model).of(weights);
        var scale = known.find(Annotation.Scale.class).orElseThrow();
        var rounding = known.find(Annotation.Rounding.class).orElseThrow();
        assertThat(rounding.bits()).isEqualTo(4);
        int inner = IntStream.range(scale.axis() + 1, weights.shape().rank())
                .map(weights.shape()::dim)
                .reduce(1, (a, b) -> a * b);
        var values = weights.data().asFloatBuffer();
        float[] integers = new float[values.limit()];
        for (int i = 0; i < integers.length; i++) {
            double step = scale.scale()[i / inner % scale.scale().length];
            double exact = values.get(i) / step;
            double integer = decided ? Math.floor(exact) + (rounding.up().get(i) ? 1 : 0) : Math.rint(exact);
            integers[i] = (float) (step * Math.max(rounding.narrow() ? -7 : -8, Math.min(7, integer)));
        }
        ModelEditor.of(model).tensor(weights).data(BufferContent.ofFloats(integers));
        return model;
    }

    private TechniqueResult apply(Path file, Map<String, String> given) throws Exception {
        var technique = new AdaptiveRoundingTechnique();
        var parameters =
                Parameters.resolve("adaptive-rounding", technique.descriptor().parameters(), given);
        return technique.apply(
                new TechniqueInput(
                        Map.of(ModelRole.SUBJECT, ModelFile.of(file)),
                        Map.of(DataRole.REPRESENTATIVE, samples()),
                        parameters,
                        Optional.empty()),
                TestContext.in(Files.createTempDirectory(folder, "work")));
    }

    private double sqnr(Path reference, Path candidate) throws Exception {
        try (var session = SharedEngine.get().open(LIMITS)) {
            var request = new ComparisonRequest(reference, candidate, "", samples(), List.of(), Kernels.BUILTIN);
            return session.compare(request).tensors().values().iterator().next().sqnrDb();
        }
    }

    /** Neighbouring places are alike, as they are in pictures. */
    private SampleSet samples() throws Exception {
        var same = new Random(2);
        var bytes = ByteBuffer.allocate(SAMPLES * 36 * 8 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample = 0; sample < SAMPLES; sample++) {
            double common = same.nextGaussian();
            for (int i = 0; i < 36 * 8; i++) {
                bytes.putFloat((float) (common + 0.5 * same.nextGaussian()));
            }
        }
        Path file = Files.write(Files.createTempFile(folder, "x", ".raw"), bytes.array());
        var array = new SampleArray(new TensorSpec("x", ElementType.FLOAT32, List.of(6, 6, 8)), file);
        return new SampleSet(List.of(array), Optional.empty(), SAMPLES, Digest.of("x"));
    }

    private Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    private float[] gaussian(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
