package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.work.Finding;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.OutputDifference;

/** What earlier steps decided is carried out, though the technique would balance channels and search for ranges by itself. */
class AnnotatedModelTest {
    private static final int SAMPLES = 16;
    private static final int WIDTH = 4;
    private static final float SCALE = 0.25f;

    @TempDir
    private Path folder;

    @Test
    void weightsAreRoundedAsDecided() throws Exception {
        Model model = model();
        Tensor weights = model.main().tensor("first").orElseThrow();
        float[] scales = new float[WIDTH];
        Arrays.fill(scales, SCALE);
        var up = new BitSet();
        up.set(3, 9);
        annotate(
                model,
                weights,
                new Annotation.Scale(scales, new long[WIDTH], 0),
                new Annotation.Rounding(up, WIDTH * WIDTH));
        Tensor stored = quantize(model).main().tensor("first").orElseThrow();
        assertThat(factors(stored)).contains(1.0).anyMatch(factor -> factor > 1).allMatch(AnnotatedModelTest::isPower);
        assertThat(factors(quantize(model, Map.of("balance_channels", "false"))
                        .model()
                        .main()
                        .tensor("first")
                        .orElseThrow()))
                .containsOnly(1.0);
        for (int i = 0; i < WIDTH * WIDTH; i++) {
            double steps = weight(i) / SCALE;
            assertThat((double) stored.data().get(i)).isEqualTo(up.get(i) ? Math.ceil(steps) : Math.floor(steps));
        }
    }

    /** By what scales that were decided as {@link #SCALE} were multiplied. */
    private static List<Double> factors(Tensor stored) {
        var factors = new ArrayList<Double>();
        for (float scale : stored.quantization().orElseThrow().scales()) {
            factors.add((double) scale / SCALE);
        }
        return factors;
    }

    private static boolean isPower(double factor) {
        return Math.scalb(1.0, Math.getExponent(factor)) == factor;
    }

    /** Of weights that mix channels: behind an outlier more is gained by balancing than any rounding can save. */
    @Test
    void aRoundingIsGivenUpWhereBalancingIsWorthMore() throws Exception {
        for (float outlier : new float[] {1, 300}) {
            Model model = model(outlier);
            Tensor weights = model.main().tensor("second").orElseThrow();
            float scale = 15f / 127;
            annotate(
                    model,
                    weights,
                    new Annotation.Scale(new float[] {scale}, new long[1], 0),
                    new Annotation.Rounding(new BitSet(), WIDTH));
            Quantized free = quantize(model, Map.of());
            Quantized bound = quantize(model, Map.of("balance_channels", "false"));
            assertThat(bound.scale("second")).isEqualTo(scale);
            assertThat(bound.codes()).doesNotContain("rounding-given-up");
            if (outlier == 1) {
                assertThat(free.scale("second")).isEqualTo(scale);
                assertThat(free.codes()).doesNotContain("rounding-given-up");
            } else {
                assertThat(free.scale("second")).isLessThan(scale);
                assertThat(free.codes()).contains("rounding-given-up");
                assertThat(free.noise()).isLessThan(bound.noise() / 2);
            }
        }
    }

    @Test
    void activationsHaveTheDecidedParameters() throws Exception {
        Model model = model();
        annotate(
                model,
                model.main().tensor("middle").orElseThrow(),
                new Annotation.Scale(new float[] {0.125f}, new long[] {-7}, 0));
        annotate(model, model.main().tensor("in").orElseThrow(), Annotation.Range.of(-51, 204));
        Model quantized = quantize(model);
        assertThat(parameters(quantized, "middle"))
                .hasToString(Quantization.perTensor(0.125f, -7).toString());
        assertThat(parameters(quantized, "in"))
                .hasToString(Quantization.perTensor(1, -77).toString());
    }

    private static Quantization parameters(Model model, String name) {
        return model.main().tensor(name).flatMap(Tensor::quantization).orElseThrow();
    }

    private static float weight(int element) {
        return 0.1f + 0.37f * element * (element % 3 - 1);
    }

    /** Two layers, whose channels between are of different magnitudes. */
    private static Model model() {
        return model(1);
    }

    /** @param outlier by how much the first channel between is larger, and read with less */
    private static Model model(float outlier) {
        var builder = new ModelBuilder("annotated");
        float[] first = new float[WIDTH * WIDTH];
        float[] second = new float[WIDTH];
        for (int i = 0; i < first.length; i++) {
            first[i] = weight(i) * (i < WIDTH ? outlier : 1);
            second[i % WIDTH] = i % WIDTH == 0 ? i / outlier : i;
        }
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, WIDTH);
        Tensor middle = builder.tensor("middle", TensorType.FLOAT32, 1, WIDTH);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 1);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(in, builder.constant("first", Shape.of(WIDTH, WIDTH), first))
                .outputs(middle)
                .append();
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(middle, builder.constant("second", Shape.of(1, WIDTH), second))
                .outputs(out)
                .append();
        return builder.output(out).build();
    }

    private static void annotate(Model model, Tensor tensor, Annotation... given) throws Exception {
        var annotations = Annotations.read(model);
        for (Annotation annotation : given) {
            annotations.update(tensor, known -> known.with(annotation));
        }
        annotations.write(ModelEditor.of(model));
    }

    private Model quantize(Model model) throws Exception {
        return quantize(model, Map.of()).model();
    }

    private Quantized quantize(Model model, Map<String, String> parameters) throws Exception {
        Path original = folder.resolve("annotated.tflite");
        TfliteWriter.write(model, original);
        var technique = new Int8Technique();
        var samples = new RandomSamples(3, SAMPLES, folder).of(model.main().inputs());
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(original)),
                Map.of(DataRole.REPRESENTATIVE, samples),
                Parameters.resolve("int8", technique.descriptor().parameters(), parameters),
                Optional.empty());
        var context = TestContext.in(folder);
        var result = technique.apply(input, context);
        Path file = result.candidates().get(0).model();
        double noise =
                OutputDifference.between(original, file, samples, context).noise();
        return new Quantized(
                TfliteReader.read(file),
                result.findings().stream().map(Finding::code).toList(),
                noise);
    }

    private record Quantized(Model model, List<String> codes, double noise) {
        float scale(String tensor) {
            return parameters(model, tensor).scale(0);
        }
    }
}
