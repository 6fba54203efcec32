package io.lapidary.quantization.integer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.calibration.CalibrationMethod;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** From whatever weights and ranges, parameters come out that a kernel can compute with. */
class StrangeRangesTest {
    private static final int MODELS = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void parametersAreSoundWhateverTheRangesAre(IntegerScheme scheme) throws Exception {
        int quantized = 0;
        for (long seed = 0; seed < MODELS; seed++) {
            Model result = quantize(scheme, seed);
            for (Tensor tensor : result.main().tensors()) {
                Optional<Quantization> found = tensor.quantization().filter(some -> some.count() > 0);
                if (found.isPresent()) {
                    requireSound(tensor, found.get(), scheme, seed);
                    quantized++;
                }
            }
        }
        assertThat(quantized).isGreaterThan(MODELS);
    }

    /** Beyond that the kernels refuse to be prepared, or cut off everything. */
    @ParameterizedTest
    @EnumSource
    void activationsClipAtThirtyTwoBitsOfSteps(IntegerScheme scheme) throws Exception {
        int clipping = 0;
        for (long seed = 0; seed < MODELS; seed++) {
            for (Operator operator : quantize(scheme, seed).main().operators()) {
                boolean six = operator.type() == BuiltinOperator.RELU6
                        || operator.options().fusedActivation().equals("RELU6");
                if (six && operator.output().isQuantized()) {
                    float scale = operator.output().quantization().orElseThrow().scale(0);
                    assertThat(6 / scale).as("seed %s, %s", seed, operator).isLessThan(0x1p31f);
                    clipping++;
                }
            }
        }
        assertThat(clipping).isPositive();
    }

    private static void requireSound(Tensor tensor, Quantization found, IntegerScheme scheme, long seed) {
        String what = "seed " + seed + ", " + tensor.type() + " '" + tensor.name() + "' of " + found;
        for (int i = 0; i < found.count(); i++) {
            assertThat(found.scale(i)).as(what).isFinite().isGreaterThanOrEqualTo(Float.MIN_NORMAL);
            long zeroPoint = found.zeroPoint(i);
            boolean free = tensor.type() == TensorType.INT8 && !tensor.isConstant() && scheme == IntegerScheme.INT8;
            if (free) {
                assertThat(zeroPoint).as(what).isBetween(-128L, 127L);
            } else if (tensor.type() == TensorType.UINT8) {
                assertThat(zeroPoint).as(what).isBetween(0L, 255L);
            } else if (scheme == IntegerScheme.INT16X8 || tensor.type() == TensorType.INT32) {
                assertThat(zeroPoint).as(what).isZero();
            } else {
                assertThat(zeroPoint).as(what).isBetween(-128L, 127L);
            }
        }
    }

    private Model quantize(IntegerScheme scheme, long seed) throws Exception {
        Path own = Files.createDirectory(folder.resolve(Long.toString(seed)));
        var strange = new StrangeModels(seed);
        Model model = strange.model();
        Path file = own.resolve("float.tflite");
        TfliteWriter.write(model, file);
        var array = new SampleArray(new TensorSpec("x", ElementType.FLOAT32, List.of(2, 2, 4)), own.resolve("none"));
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(file)),
                Map.of(
                        DataRole.REPRESENTATIVE,
                        new SampleSet(List.of(array), Optional.empty(), 100, Digest.of("none"))),
                Parameters.resolve(
                        scheme.id(), List.of(IntegerSettings.parameters(scheme)), parameters(scheme, new Random(seed))),
                Optional.empty());
        var engine = new TellingEngine(strange::statistics);
        var result = new IntegerQuantization(scheme).apply(input, new TellingContext(engine, own));
        return TfliteReader.read(result.candidates().get(0).model());
    }

    private static Map<String, String> parameters(IntegerScheme scheme, Random random) {
        var methods = new ArrayList<String>();
        for (CalibrationMethod method : CalibrationMethod.values()) {
            methods.add(method.id());
        }
        var given = new java.util.HashMap<>(Map.of(
                "calibration", methods.get(random.nextInt(methods.size())),
                "per_channel", Boolean.toString(random.nextInt(4) > 0)));
        if (scheme == IntegerScheme.INT8) {
            given.put("activations", random.nextInt(4) == 0 ? "symmetric" : "asymmetric");
            given.put("narrow_range", Boolean.toString(random.nextInt(4) == 0));
            given.put("output_type", random.nextBoolean() ? "uint8" : "int8");
        }
        return given;
    }
}
