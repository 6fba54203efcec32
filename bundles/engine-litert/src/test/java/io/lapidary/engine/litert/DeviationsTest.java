package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.DeviationRequest;
import io.lapidary.api.engine.DeviationResult;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** Deviations of activations against what is computed here in double. */
@Timeout(120)
class DeviationsTest {
    private static final int PIXELS = 50;
    private static final int CHANNELS = 4;
    private static final int SAMPLES = 40;
    private static final float SCALE = 0.02f;

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Kernels.class)
    void energiesRangesAndWhatIsCutOffAreThoseOfTheSamples(Kernels kernels) throws Exception {
        float[] values = values();
        Path model = roundingModel();

        Deviation found = measure(
                        model, model, new TensorPair("x", "back", true), values, kernels, Duration.ofMinutes(1))
                .tensors()
                .get(0);

        double signal = 0;
        double error = 0;
        int outside = 0;
        float min = 0;
        float max = 0;
        for (float value : values) {
            double rounded = SCALE * Math.max(-128, Math.min(127, Math.rint(value / SCALE)));
            signal += value * value;
            error += (value - rounded) * (value - rounded);
            outside += value > 128 * SCALE || value < -129 * SCALE ? 1 : 0;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        assertThat(found.signalEnergy()).isCloseTo(signal, within(1e-6 * signal));
        assertThat(found.errorEnergy()).isCloseTo(error, within(1e-3 * error));
        assertThat(found.min()).isEqualTo(min);
        assertThat(found.max()).isEqualTo(max);
        assertThat(outside).isPositive();
        assertThat(found.lowest()).isNegative().isInfinite();
        Deviation integers = measure(
                        model, model, new TensorPair("x", "q", true), values, kernels, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(integers.lowest()).isEqualTo(-128 * SCALE);
        assertThat(integers.highest()).isCloseTo(127 * SCALE, within(1e-6f));
        assertThat(integers.outsideShare()).isEqualTo((double) outside / values.length);
        assertThat(integers.errorEnergy()).isCloseTo(error, within(1e-3 * error));
        assertThat(integers.factors()).isEmpty();
    }

    @Test
    void channelsThatAreScaledAreMeasuredByTheirFactors() throws Exception {
        float[] values = values();
        Path plain = scalingModel("plain", 1, 1, 1, 1);
        Path scaled = scalingModel("scaled", 1, 8, 0.5f, 2);

        Deviation found = measure(
                        plain, scaled, new TensorPair("y", "y", true), values, Kernels.DEFAULT, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(found.factors()).containsExactly(1.0, 8.0, 0.5, 2.0);
        assertThat(found.sqnrDb()).isGreaterThan(120);
        assertThat(found.max()).isEqualTo(8 * largestOfChannel(values, 1));

        Deviation asIs = measure(
                        plain, scaled, new TensorPair("y", "y", false), values, Kernels.DEFAULT, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(asIs.factors()).isEmpty();
        assertThat(asIs.sqnrDb()).isLessThan(0);
    }

    @Test
    void offsetsAndSmallFactorsAreTakenOutOfWhatIsKnownToBeRewritten() throws Exception {
        float[] values = values();
        Path plain = linearModel("plain", new float[] {1, 1, 1, 1}, new float[] {6, 6, 6, 6});
        Path moved = linearModel("moved", new float[] {1, 1.2f, 1, 0.5f}, new float[] {6, 7.2f, 1, 0.5f});
        var known = new TensorPair("y", "y", true, true);
        Deviation found = measure(plain, moved, known, values, Kernels.DEFAULT, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(found.factors()).hasSize(CHANNELS);
        assertThat(found.factors().get(1)).isCloseTo(1.2, within(1e-6));
        assertThat(found.factors().get(2)).isEqualTo(1);
        assertThat(found.factors().get(3)).isCloseTo(0.5, within(1e-6));
        assertThat(found.offsets()).hasSize(CHANNELS);
        assertThat(found.offsets().subList(0, 2)).containsExactly(0.0, 0.0);
        assertThat(found.offsets().get(2)).isCloseTo(-5, within(1e-5));
        assertThat(found.offsets().get(3)).isCloseTo(-2.5, within(1e-5));
        assertThat(found.sqnrDb()).isGreaterThan(90);
        assertThat(found.max()).isCloseTo((float) (1.2 * (6 + largestOfChannel(values, 1))), within(1e-4f));

        Deviation unknown = measure(
                        plain, moved, new TensorPair("y", "y", true), values, Kernels.DEFAULT, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(unknown.offsets()).isEmpty();
        assertThat(unknown.sqnrDb()).isLessThan(20);
    }

    /** An error that is the same everywhere is an error all the same. */
    @Test
    void whatIsNotKnownToBeRewrittenKeepsItsShift() throws Exception {
        Path plain = linearModel("plain", new float[] {1, 1, 1, 1}, new float[] {0, 0, 0, 0});
        Path moved = linearModel("moved", new float[] {1, 1, 1, 1}, new float[] {0, 0, .5f, 0});
        Deviation found = measure(
                        plain, moved, new TensorPair("y", "y", true), values(), Kernels.DEFAULT, Duration.ofMinutes(1))
                .tensors()
                .get(0);
        assertThat(found.offsets()).isEmpty();
        assertThat(found.sqnrDb()).isBetween(10.0, 14.0);
    }

    @Test
    void aBudgetEndsItButTwoSamplesAreRun() throws Exception {
        Path model = roundingModel();
        DeviationResult result =
                measure(model, model, new TensorPair("x", "q", false), values(), Kernels.DEFAULT, Duration.ZERO);
        assertThat(result.count()).isEqualTo(2);
    }

    private static float largestOfChannel(float[] values, int channel) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = channel; i < values.length; i += CHANNELS) {
            largest = Math.max(largest, values[i]);
        }
        return largest;
    }

    private static float[] values() {
        var random = new Random(5);
        float[] values = new float[SAMPLES * PIXELS * CHANNELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** x is rounded to int8 and back. */
    private Path roundingModel() throws Exception {
        var builder = new ModelBuilder("rounds");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        Tensor q = builder.tensor("q", TensorType.INT8, 1, PIXELS, CHANNELS);
        builder.editor().tensor(q).quantization(Quantization.perTensor(SCALE, 0));
        Tensor back = builder.tensor("back", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        builder.operator(BuiltinOperator.QUANTIZE).inputs(x).outputs(q).append();
        builder.operator(BuiltinOperator.DEQUANTIZE)
                .version(2)
                .inputs(q)
                .outputs(back)
                .append();
        return write(builder.output(back), "rounds");
    }

    private Path scalingModel(String name, float... factors) throws Exception {
        var builder = new ModelBuilder(name);
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        Tensor by = builder.constant("factors", Shape.of(CHANNELS), factors);
        builder.operator(BuiltinOperator.MUL).inputs(x, by).outputs(y).append();
        return write(builder.output(y), name);
    }

    private Path linearModel(String name, float[] factors, float[] offsets) throws Exception {
        var builder = new ModelBuilder(name);
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        Tensor scaled = builder.tensor("scaled", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, PIXELS, CHANNELS);
        builder.operator(BuiltinOperator.MUL)
                .inputs(x, builder.constant("factors", Shape.of(CHANNELS), factors))
                .outputs(scaled)
                .append();
        builder.operator(BuiltinOperator.ADD)
                .inputs(scaled, builder.constant("offsets", Shape.of(CHANNELS), offsets))
                .outputs(y)
                .append();
        return write(builder.output(y), name);
    }

    private Path write(ModelBuilder builder, String name) throws Exception {
        Path file = folder.resolve(name + ".tflite");
        TfliteWriter.write(builder.build(), file);
        return file;
    }

    private DeviationResult measure(
            Path reference, Path candidate, TensorPair pair, float[] values, Kernels kernels, Duration budget)
            throws Exception {
        Path file = Files.createTempFile(folder, "x", ".raw");
        Fixtures.write(file, Fixtures.bytes(values));
        SampleSet samples = Fixtures.samples("x", ElementType.FLOAT32, List.of(PIXELS, CHANNELS), SAMPLES, file);
        try (var session = engine.open(Fixtures.LIMITS)) {
            return session.deviations(
                    new DeviationRequest(reference, candidate, "", samples, List.of(pair), kernels, budget));
        }
    }
}
