package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Every operator alone: quantized, run by XNNPACK and by the built-in kernels, compared with float32. */
class OperatorKernelsTest {
    private static final int SAMPLES = 12;

    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return Stream.of(IntegerScheme.values())
                .flatMap(scheme -> OperatorModels.all().stream()
                        .filter(model ->
                                new IntegerQuantization(scheme).operators().contains(model.type()))
                        .map(model -> Arguments.of(model, scheme)));
    }

    @Test
    void everyRuleHasAKernelTest() {
        for (IntegerScheme scheme : IntegerScheme.values()) {
            var ruled = EnumSet.copyOf(new IntegerQuantization(scheme).operators());
            ruled.removeAll(ComposedOperatorsTest.types());
            ruled.removeAll(ControlFlowTest.TYPES);
            ruled.removeAll(RecurrentTest.TYPES);
            OperatorModels.all().forEach(model -> ruled.remove(model.type()));
            assertThat(ruled).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void computesWhatFloatDoes(OneOperator operator, IntegerScheme scheme) throws Exception {
        Model model = operator.build();
        Path original = folder.resolve("float.tflite");
        TfliteWriter.write(model, original);
        var samples = samples(model, "seen", ends(operator, new Random(5)));
        Path quantized = quantize(original, samples, scheme, folder);
        Model integer = TfliteReader.read(quantized);
        Optional<BuiltinOperator> present = integer.main().operators().stream()
                .map(op -> op.type())
                .filter(type -> type == operator.type())
                .findFirst();
        boolean islands = integer.main().operators(BuiltinOperator.DEQUANTIZE).size() > 0;
        assertThat(present).isPresent();
        assertThat(islands
                        && !Set.of(BuiltinOperator.SQRT, BuiltinOperator.RSQRT).contains(operator.type()))
                .as("computed in float32")
                .isFalse();
        SampleSet onGrid = onGrid(samples, integer);
        List<float[]> expected = run(original, onGrid, Kernels.BUILTIN, "expected");
        for (Kernels kernels : Kernels.values()) {
            List<float[]> actual = run(quantized, onGrid, kernels, kernels.name());
            new KernelComparison(operator, integer, onGrid).compare(expected, actual, kernels);
        }
    }

    /** Any number of the range, and every other one an end of it, zero or next to nothing. */
    private static Source ends(OneOperator operator, Random random) {
        float low = operator.low();
        float high = operator.high();
        float[] edges = low > 0 ? new float[] {low, high} : new float[] {low, high, 0, low / 1000, high / 1000};
        return () ->
                random.nextBoolean() ? low + random.nextFloat() * (high - low) : edges[random.nextInt(edges.length)];
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void survivesStrangeRanges(OneOperator operator, IntegerScheme scheme) throws Exception {
        Model model = operator.build();
        Path original = folder.resolve("float.tflite");
        TfliteWriter.write(model, original);
        float[] values = {1e-40f, 1e30f, -1e30f, 5f, 1e-20f};
        for (float value : values) {
            // Nearly constant: data that is constant altogether is refused.
            var draws = new AtomicInteger();
            var samples = samples(model, "strange", () -> draws.getAndIncrement() % 7 == 0 ? value / 2 : value);
            Path quantized = quantize(original, samples, scheme, folder);
            requireSound(TfliteReader.read(quantized));
            for (Kernels kernels : Kernels.values()) {
                run(quantized, samples, kernels, "strange-" + kernels);
            }
        }
    }

    private static void requireSound(Model model) {
        for (Tensor tensor : model.main().tensors()) {
            Optional<Quantization> found = tensor.quantization();
            if (found.isPresent()) {
                for (int i = 0; i < found.get().count(); i++) {
                    assertThat(found.get().scale(i)).as(tensor.name()).isBetween(Float.MIN_NORMAL, Float.MAX_VALUE);
                    boolean shifted = tensor.type() == TensorType.INT8;
                    assertThat(found.get().zeroPoint(i))
                            .as(tensor.name())
                            .isBetween(shifted ? -128L : 0L, shifted ? 127L : 0L);
                }
            }
        }
    }

    private static Path quantize(Path original, SampleSet samples, IntegerScheme scheme, Path folder) throws Exception {
        var parameters = Parameters.resolve(
                scheme.id(), List.of(IntegerSettings.parameters(scheme)), Map.of("calibration", "min-max"));
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(original)),
                Map.of(DataRole.REPRESENTATIVE, samples),
                parameters,
                Optional.empty());
        return new IntegerQuantization(scheme)
                .apply(input, TestContext.in(folder))
                .candidates()
                .get(0)
                .model();
    }

    private interface Source {
        float next();
    }

    private SampleSet samples(Model model, String name, Source source) throws Exception {
        var arrays = new ArrayList<SampleArray>();
        for (Tensor input : model.main().inputs()) {
            int elements = (int) input.shape().elements() * SAMPLES;
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = source.next();
            }
            arrays.add(array(input, values, name));
        }
        return new SampleSet(
                arrays,
                Optional.empty(),
                SAMPLES * (long) model.main().inputs().get(0).shape().dim(0),
                Digest.of(name));
    }

    private SampleArray array(Tensor input, float[] values, String name) throws Exception {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Path file = folder.resolve(name + "-" + input.name());
        Files.write(file, bytes.array());
        var dims = new ArrayList<Integer>();
        for (int i = 1; i < input.shape().rank(); i++) {
            dims.add(input.shape().dim(i));
        }
        return new SampleArray(new TensorSpec(input.name(), ElementType.FLOAT32, dims), file);
    }

    /** The samples as the integer model sees them. */
    private SampleSet onGrid(SampleSet samples, Model integer) throws Exception {
        var arrays = new ArrayList<SampleArray>();
        for (int i = 0; i < samples.arrays().size(); i++) {
            Tensor input = integer.main().inputs().get(i);
            float[] values = floats(samples.arrays().get(i).file());
            if (input.isQuantized()) {
                float scale = input.quantization().orElseThrow().scale(0);
                for (int k = 0; k < values.length; k++) {
                    values[k] = Math.round(values[k] / scale) * scale;
                }
            }
            arrays.add(array(input, values, "grid"));
        }
        return new SampleSet(arrays, Optional.empty(), samples.count(), Digest.of("grid"));
    }

    private List<float[]> run(Path model, SampleSet samples, Kernels kernels, String name) throws Exception {
        try (InterpreterSession session = TestContext.in(folder).interpreter()) {
            Path into = Files.createDirectories(folder.resolve(name));
            var result = session.run(new RunRequest(model, "", samples, true, kernels, into));
            var outputs = new ArrayList<float[]>();
            for (SampleArray output : result.outputs()) {
                outputs.add(numbers(output));
            }
            return outputs;
        }
    }

    private static float[] numbers(SampleArray array) throws Exception {
        if (array.spec().type() == ElementType.FLOAT32) {
            return floats(array.file());
        }
        var bytes = ByteBuffer.wrap(Files.readAllBytes(array.file())).order(ByteOrder.LITTLE_ENDIAN);
        int size = array.spec().type() == ElementType.BOOL ? 1 : Integer.BYTES;
        float[] numbers = new float[bytes.limit() / size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = size == 1 ? bytes.get(i) : bytes.getInt(i * size);
        }
        return numbers;
    }

    static float[] floats(Path file) throws Exception {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }
}
