package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
        var random = new Random(5);
        var samples =
                samples(model, "seen", () -> operator.low() + random.nextFloat() * (operator.high() - operator.low()));
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
            compare(operator, integer, expected, actual, kernels);
        }
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
                    assertThat(found.get().zeroPoint(i)).as(tensor.name()).isBetween(-128L, 127L);
                }
            }
        }
    }

    private static void compare(
            OneOperator operator, Model integer, List<float[]> expected, List<float[]> actual, Kernels kernels) {
        for (int output = 0; output < expected.size(); output++) {
            Tensor tensor = integer.main().outputs().get(output);
            if (tensor.type() != TensorType.INT8 && tensor.type() != TensorType.INT16) {
                continue;
            }
            float step = tensor.quantization().orElseThrow().scale(0);
            double input = integer.main().inputs().get(0).quantization().isPresent()
                    ? integer.main()
                            .inputs()
                            .get(0)
                            .quantization()
                            .orElseThrow()
                            .scale(0)
                    : 0;
            for (int i = 0; i < expected.get(output).length; i++) {
                double room = Short.MAX_VALUE * step - Math.abs(expected.get(output)[i]);
                double steps = operator.steps(input, step, tensor.type() == TensorType.INT16, room);
                assertThat(actual.get(output)[i])
                        .as("element " + i + " by " + kernels + ", in steps of " + step)
                        .isCloseTo(expected.get(output)[i], within((float) (steps * step)));
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
                outputs.add(output.spec().type() == ElementType.FLOAT32 ? floats(output.file()) : new float[0]);
            }
            return outputs;
        }
    }

    private static float[] floats(Path file) throws Exception {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }
}
