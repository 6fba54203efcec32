package io.lapidary.technique.weightonly.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.SharedEngine;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/**
 * Every operator computes with the weights that the stored integers stand for: its outputs are those of the float operator that
 * has these weights, on both kinds of kernels.
 */
class StoredWeightsTest {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(1), 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void eightBits(OneOperator operator) throws Exception {
        StoredForm stored = requireSameOutputs(operator, Map.of("bits", "8", "scale_search", "max"), 1e-5);
        assertThat(stored.tensor().type()).isEqualTo(TensorType.INT8);
        requireNearest(operator, stored);
    }

    @ParameterizedTest
    @EnumSource
    void fourBits(OneOperator operator) throws Exception {
        StoredForm stored = requireSameOutputs(operator, Map.of("bits", "4", "scale_search", "max"), 1e-5);
        boolean odd = operator == OneOperator.ODD_EMBEDDING_LOOKUP;
        assertThat(stored.tensor().type()).isEqualTo(odd ? TensorType.INT8 : TensorType.INT4);
        requireNearest(operator, stored);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONV_2D", "FULLY_CONNECTED", "EMBEDDING_LOOKUP", "DEPTHWISE_CONV_2D"})
    void aSearchedScaleHasLessError(OneOperator operator) throws Exception {
        StoredForm largest = requireSameOutputs(operator, Map.of("bits", "4", "scale_search", "max"), 1e-5);
        StoredForm searched = requireSameOutputs(operator, Map.of("bits", "4", "scale_search", "mse"), 1e-5);
        assertThat(squaredError(operator, searched)).isLessThan(squaredError(operator, largest));
    }

    /** What makes weights float32 takes every integer; the kernel of a FULLY_CONNECTED in blocks takes -8 for another. */
    @ParameterizedTest
    @EnumSource(names = "ODD_EMBEDDING_LOOKUP", mode = EnumSource.Mode.EXCLUDE)
    void theLeastIntegerIsOfUseAndComputedWith(OneOperator operator) throws Exception {
        float[] weights = operator.weights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = -Math.abs(weights[i]);
        }
        var four = Map.of("bits", "4");
        StoredForm stored = requireSameOutputs(operator, weights, four, 1e-5);
        assertThat(least(stored)).isEqualTo(-8);
        if (operator == OneOperator.FULLY_CONNECTED) {
            var blocks = Map.of("bits", "4", "block_size", "32");
            assertThat(least(requireSameOutputs(operator, weights, blocks, 0.02)))
                    .isEqualTo(-7);
        }
    }

    private static int least(StoredForm stored) {
        return IntStream.range(0, Math.toIntExact(stored.tensor().shape().elements()))
                .map(stored::integer)
                .min()
                .orElseThrow();
    }

    /** EMBEDDING_LOOKUP makes rows float one by one, so blocks lose nothing there. */
    @Test
    void rowsOfATableInBlocks() throws Exception {
        var blocks = Map.of("bits", "4", "block_size", "32", "scale_search", "max");
        StoredForm stored = requireSameOutputs(OneOperator.EMBEDDING_LOOKUP, blocks, 1e-6);
        assertThat(stored.tensor().blockwise().orElseThrow().blockSize()).isEqualTo(32);
        assertThat(stored.tensor().blockwise().orElseThrow().scales().shape().dims())
                .containsExactly(5, 2);
    }

    /** The kernel rounds its input to int8, a step of 1/127 of the largest input at most. */
    @Test
    void aMatrixInBlocks() throws Exception {
        var blocks = Map.of("bits", "4", "block_size", "32", "scale_search", "mse");
        StoredForm stored = requireSameOutputs(OneOperator.FULLY_CONNECTED, blocks, 0.02);
        assertThat(stored.tensor().blockwise().orElseThrow().blockSize()).isEqualTo(32);
        assertThat(squaredError(OneOperator.FULLY_CONNECTED, stored))
                .isLessThan(squaredError(
                        OneOperator.FULLY_CONNECTED,
                        requireSameOutputs(OneOperator.FULLY_CONNECTED, Map.of("bits", "4"), 1e-5)));
    }

    @Test
    void rowsThatAreNoMultipleOfABlockGetOneScaleEach() throws Exception {
        TechniqueResult result = apply(OneOperator.FULLY_CONNECTED, Map.of("bits", "4", "block_size", "128"))
                .result();
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("not-in-blocks"));
    }

    @Test
    void aWeightThatIsNotFiniteStaysAndIsNamed() throws Exception {
        float[] weights = OneOperator.CONV_2D.weights();
        weights[3] = Float.NaN;
        Applied applied = apply(OneOperator.CONV_2D.model(weights), Map.of());
        assertThat(applied.model().main().operators(BuiltinOperator.DEQUANTIZE)).isEmpty();
        assertThat(applied.result().findings())
                .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("not-finite"))
                .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("nothing-converted"));
    }

    @Test
    void extremeWeightsGetUsableScales() throws Exception {
        float[] weights = OneOperator.FULLY_CONNECTED.weights();
        java.util.Arrays.fill(weights, 0, 64, 0);
        java.util.Arrays.fill(weights, 64, 128, Float.MIN_VALUE);
        java.util.Arrays.fill(weights, 128, 192, 1e38f);
        for (String bits : new String[] {"8", "4"}) {
            StoredForm stored = StoredForm.of(apply(OneOperator.FULLY_CONNECTED.model(weights), Map.of("bits", bits))
                    .model());
            for (float scale : stored.tensor().quantization().orElseThrow().scales()) {
                assertThat(scale).isBetween(Float.MIN_NORMAL, 1e38f);
            }
            assertThat(stored.values()[130] / 1e38f).isCloseTo(1, within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "4"})
    void roundsAsAnEarlierStepDecided(String bits) throws Exception {
        Model model = OneOperator.FULLY_CONNECTED.model(OneOperator.FULLY_CONNECTED.weights());
        Tensor weights = model.main().tensor(OneOperator.WEIGHTS).orElseThrow();
        int elements = (int) weights.shape().elements();
        float[] scales = new float[weights.shape().dim(0)];
        java.util.Arrays.fill(scales, 4);
        var up = new BitSet();
        up.set(0, elements / 2);
        var annotations = Annotations.read(model);
        annotations.update(
                weights,
                known -> known.with(new Annotation.Scale(scales, new long[scales.length], 0))
                        .with(new Annotation.Rounding(up, elements)));
        annotations.write(ModelEditor.of(model));
        StoredForm stored = StoredForm.of(apply(model, Map.of("bits", bits)).model());
        float[] values = OneOperator.FULLY_CONNECTED.weights();
        assertThat(stored.scale(0)).isEqualTo(4);
        for (int i = 0; i < elements; i++) {
            double steps = values[i] / 4.0;
            assertThat((double) stored.integer(i)).isEqualTo(i < elements / 2 ? Math.ceil(steps) : Math.floor(steps));
        }
    }

    @Test
    void fourBitsAreSaidToBeSlower() throws Exception {
        assertThat(codes(Map.of("bits", "4"))).contains("slower-kernels");
        assertThat(codes(Map.of("bits", "8"))).isEmpty();
        assertThat(codes(Map.of("bits", "4", "block_size", "32"))).isEmpty();
    }

    private List<String> codes(Map<String, String> given) throws Exception {
        return apply(OneOperator.FULLY_CONNECTED, given).result().findings().stream()
                .map(finding -> finding.code())
                .toList();
    }

    private record Applied(TechniqueResult result, Path file, Model model) {}

    private Applied apply(OneOperator operator, Map<String, String> given) throws Exception {
        return apply(operator.model(operator.weights()), given);
    }

    private Applied apply(Model model, Map<String, String> given) throws Exception {
        Path work = Files.createTempDirectory(folder, "work");
        Path subject = work.resolve("subject.tflite");
        TfliteWriter.write(model, subject);
        var technique = new WeightOnlyTechnique();
        var parameters = new HashMap<>(given);
        parameters.putIfAbsent("min_elements", "0");
        parameters.putIfAbsent("include", OneOperator.WEIGHTS);
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(subject)),
                Map.of(),
                Parameters.resolve("weight-only", technique.descriptor().parameters(), parameters),
                Optional.empty());
        TechniqueResult result = technique.apply(input, TestContext.in(work));
        Path file = result.candidates().get(0).model();
        return new Applied(result, file, TfliteReader.read(file));
    }

    /** @param tolerance of an output, as a part of the largest output */
    private StoredForm requireSameOutputs(OneOperator operator, Map<String, String> given, double tolerance)
            throws Exception {
        return requireSameOutputs(operator, operator.weights(), given, tolerance);
    }

    private StoredForm requireSameOutputs(
            OneOperator operator, float[] weights, Map<String, String> given, double tolerance) throws Exception {
        Applied applied = apply(operator.model(weights), given);
        StoredForm stored = StoredForm.of(applied.model());
        Path float32 = applied.file().resolveSibling("float.tflite");
        TfliteWriter.write(operator.model(stored.values()), float32);
        for (Kernels kernels : Kernels.values()) {
            FloatBuffer expected = run(float32, applied.model(), kernels);
            FloatBuffer actual = run(applied.file(), applied.model(), kernels);
            double largest = 0;
            for (int i = 0; i < expected.limit(); i++) {
                largest = Math.max(largest, Math.abs(expected.get(i)));
            }
            assertThat(actual.limit()).isEqualTo(expected.limit());
            assertThat(largest).isPositive();
            for (int i = 0; i < expected.limit(); i++) {
                assertThat((double) actual.get(i))
                        .as("output " + i + " of " + operator + " on " + kernels)
                        .isCloseTo(expected.get(i), within(tolerance * largest));
            }
        }
        return stored;
    }

    private FloatBuffer run(Path model, Model shape, Kernels kernels) throws Exception {
        Path made = Files.createTempDirectory(folder, "run");
        SampleSet samples = new RandomSamples(9, 5, made).of(shape.main().inputs());
        try (var session = SharedEngine.get().open(LIMITS)) {
            var result = session.run(new RunRequest(model, "", samples, false, kernels, made));
            return ByteBuffer.wrap(Files.readAllBytes(result.outputs().get(0).file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
    }

    /** No weight is further than half a step from what it is stored as: nothing is cut off, none is in another's place. */
    private static void requireNearest(OneOperator operator, StoredForm stored) {
        float[] weights = operator.weights();
        float[] values = stored.values();
        for (int i = 0; i < weights.length; i++) {
            assertThat(values[i]).as("weight " + i).isCloseTo(weights[i], within(stored.scale(i) * 0.5001f));
        }
    }

    private static double squaredError(OneOperator operator, StoredForm stored) {
        float[] weights = operator.weights();
        float[] values = stored.values();
        double error = 0;
        for (int i = 0; i < weights.length; i++) {
            error += Math.pow(values[i] - weights[i], 2);
        }
        return error;
    }
}
