package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.PatchMomentsRequest;
import io.lapidary.api.engine.PatchMomentsResult;
import io.lapidary.api.engine.PatchSource;
import io.lapidary.api.engine.PatchSource.Kind;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/**
 * Patches are right if and only if weights times patches are what the operator computes: the mean of an output is the weights
 * times the mean patch, and the mean of its square the weights on both sides of the patches' second moments.
 */
@Timeout(120)
class PatchMomentsTest {
    private static final int SAMPLES = 3;

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({
        "CONV_2D, 1, 1, 1, SAME",
        "CONV_2D, 3, 1, 1, SAME",
        "CONV_2D, 3, 2, 1, SAME",
        "CONV_2D, 3, 2, 1, VALID",
        "CONV_2D, 3, 1, 2, SAME",
        "CONV_2D, 2, 1, 2, VALID",
        "DEPTHWISE_CONV_2D, 3, 1, 1, SAME",
        "DEPTHWISE_CONV_2D, 3, 2, 1, SAME",
        "DEPTHWISE_CONV_2D, 3, 1, 2, VALID",
        "TRANSPOSE_CONV, 3, 2, 1, SAME",
        "TRANSPOSE_CONV, 3, 1, 1, SAME",
        "TRANSPOSE_CONV, 2, 2, 1, VALID",
        "TRANSPOSE_CONV, 3, 2, 1, VALID"
    })
    void weightsTimesPatchesAreTheOutputs(BuiltinOperator type, int kernel, int stride, int dilation, String padding)
            throws Exception {
        int height = 7;
        int width = 6;
        int channels = 4;
        int outputs = type == BuiltinOperator.DEPTHWISE_CONV_2D ? 8 : 3;
        boolean depthwise = type == BuiltinOperator.DEPTHWISE_CONV_2D;
        boolean transposed = type == BuiltinOperator.TRANSPOSE_CONV;
        int groups = depthwise ? channels : 1;
        int[] made = {
            size(height, kernel, stride, dilation, padding, transposed),
            size(width, kernel, stride, dilation, padding, transposed)
        };
        Shape shape = depthwise ? Shape.of(1, kernel, kernel, outputs) : Shape.of(outputs, kernel, kernel, channels);
        float[] weights = random((int) shape.elements());
        Path model = write(OperatorAlone.of(
                type,
                shape,
                weights,
                new int[] {height, width, channels},
                new int[] {1, made[0], made[1], outputs},
                stride,
                dilation,
                padding));
        var source = new PatchSource(
                "x",
                "y",
                transposed ? Kind.TRANSPOSED : Kind.WINDOWS,
                channels,
                groups,
                kernel,
                kernel,
                stride,
                stride,
                dilation,
                dilation,
                padding.equals("SAME"),
                100);
        SampleSet samples = samples(height, width, channels);
        try (var session = engine.open(Fixtures.LIMITS)) {
            float[] ran = Fixtures.floats(run(session, model, samples));
            var moments = session.patchMoments(request(model, samples, source, 1000));
            assertThat(moments.sources().get(0).patches()).isEqualTo((long) SAMPLES * made[0] * made[1]);
            DoubleBuffer numbers = numbers(moments);
            int length = kernel * kernel * channels / groups;
            for (int output = 0; output < outputs; output++) {
                double[] row = row(weights, output, outputs, length, depthwise);
                int at = (depthwise ? output / (outputs / channels) : 0) * (length + length * length);
                double mean = 0;
                double square = 0;
                for (int i = 0; i < length; i++) {
                    mean += row[i] * numbers.get(at + i);
                    for (int j = 0; j < length; j++) {
                        square += row[i] * row[j] * numbers.get(at + length + i * length + j);
                    }
                }
                assertThat(mean).as("mean of output " + output).isCloseTo(mean(ran, output, outputs, 1), within(1e-5));
                assertThat(square).as("square of " + output).isCloseTo(mean(ran, output, outputs, 2), within(1e-4));
            }
        }
    }

    @Test
    void blocksAreThoseOfTheWhole() throws Exception {
        Path model = window();
        SampleSet samples = samples(5, 5, 2);
        try (var session = engine.open(Fixtures.LIMITS)) {
            DoubleBuffer whole = numbers(session.patchMoments(request(model, samples, window(100), 1000)));
            DoubleBuffer parts = numbers(session.patchMoments(request(model, samples, window(8), 1000)));
            assertThat(parts.limit()).isEqualTo(18 + 64 + 64 + 4);
            int at = 18;
            for (int from = 0; from < 18; from += 8) {
                int size = Math.min(8, 18 - from);
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        assertThat(parts.get(at++)).isEqualTo(whole.get(18 + (from + i) * 18 + from + j));
                    }
                }
            }
        }
    }

    @Test
    void fewPatchesAreSpreadAndMeansAloneNeedNoProducts() throws Exception {
        Path model = window();
        try (var session = engine.open(Fixtures.LIMITS)) {
            var moments = session.patchMoments(request(model, samples(5, 5, 2), window(0), 4));
            assertThat(moments.sources().get(0).patches()).isEqualTo(4 * SAMPLES);
            assertThat(numbers(moments).limit()).isEqualTo(18);
        }
    }

    @Test
    void rowsAreCutFromWhateverShape() throws Exception {
        var builder = new ModelBuilder("rows");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, 2, 3);
        Tensor w = builder.constant("w", Shape.of(1, 3), 1f, 2f, 3f);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 2, 1);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, w)
                .outputs(y)
                .append();
        Path model = write(builder.output(y).build());
        Path file = Fixtures.write(folder.resolve("rows"), Fixtures.bytes(new float[] {1, 2, 3, 5, 4, 9}));
        SampleSet samples = Fixtures.samples("x", ElementType.FLOAT32, List.of(2, 3), 1, file);
        var source = new PatchSource("x", "y", Kind.ROWS, 3, 1, 1, 1, 1, 1, 1, 1, false, 8);
        try (var session = engine.open(Fixtures.LIMITS)) {
            DoubleBuffer numbers = numbers(session.patchMoments(request(model, samples, source, 10)));
            double[] all = new double[12];
            numbers.get(all);
            assertThat(all).containsExactly(3, 3, 6, 13, 11, 24, 11, 10, 21, 24, 21, 45);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        Path model = window();
        SampleSet samples = samples(5, 5, 2);
        var wrong = new PatchSource("x", "y", Kind.WINDOWS, 3, 1, 3, 3, 1, 1, 1, 1, true, 0);
        var unknown = new PatchSource("z", "y", Kind.WINDOWS, 2, 1, 3, 3, 1, 1, 1, 1, true, 0);
        try (var session = engine.open(Fixtures.LIMITS)) {
            assertThatThrownBy(() -> session.patchMoments(request(model, samples, wrong, 10)))
                    .isInstanceOf(LapidaryException.class)
                    .hasMessageContaining("'x' of shape [1, 5, 5, 2]");
            assertThatThrownBy(() -> session.patchMoments(request(model, samples, unknown, 10)))
                    .isInstanceOf(LapidaryException.class)
                    .hasMessageContaining("no tensor 'z'");
        }
    }

    private static PatchSource window(int block) {
        return new PatchSource("x", "y", Kind.WINDOWS, 2, 1, 3, 3, 1, 1, 1, 1, true, block);
    }

    private PatchMomentsRequest request(Path model, SampleSet samples, PatchSource source, int most) {
        return new PatchMomentsRequest(model, "", samples, List.of(source), most, folder);
    }

    private Path run(InterpreterSession session, Path model, SampleSet samples) throws Exception {
        var request = new RunRequest(model, "", samples, false, io.lapidary.api.engine.Kernels.BUILTIN, folder);
        return session.run(request).outputs().get(0).file();
    }

    private static DoubleBuffer numbers(PatchMomentsResult moments) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(moments.sources().get(0).file()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
    }

    private static double[] row(float[] weights, int output, int outputs, int length, boolean depthwise) {
        double[] row = new double[length];
        for (int i = 0; i < length; i++) {
            row[i] = weights[depthwise ? i * outputs + output : output * length + i];
        }
        return row;
    }

    private static double mean(float[] values, int output, int outputs, int power) {
        double sum = 0;
        for (int i = output; i < values.length; i += outputs) {
            sum += Math.pow(values[i], power);
        }
        return sum * outputs / values.length;
    }

    private static int size(int size, int kernel, int stride, int dilation, String padding, boolean transposed) {
        int reach = (kernel - 1) * dilation + 1;
        if (transposed) {
            return padding.equals("SAME") ? size * stride : (size - 1) * stride + kernel;
        }
        return padding.equals("SAME") ? (size + stride - 1) / stride : (size - reach) / stride + 1;
    }

    /** A convolution of windows of 3 x 3 over 5 x 5 places of two channels. */
    private Path window() throws Exception {
        int[] data = {5, 5, 2};
        int[] made = {1, 5, 5, 2};
        return write(
                OperatorAlone.of(BuiltinOperator.CONV_2D, Shape.of(2, 3, 3, 2), random(36), data, made, 1, 1, "SAME"));
    }

    private Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    private SampleSet samples(int height, int width, int channels) throws Exception {
        float[] values = random(SAMPLES * height * width * channels);
        Path file = Fixtures.write(Files.createTempFile(folder, "x", ".raw"), Fixtures.bytes(values));
        return Fixtures.samples("x", ElementType.FLOAT32, List.of(height, width, channels), SAMPLES, file);
    }

    private float[] random(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
