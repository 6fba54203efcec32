package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.testsupport.KeywordSamples;
import io.lapidary.testsupport.SharedFiles;

/** A published keyword model, beside the int8 file that its publishers made of the same architecture. */
class KeywordModelTest {
    @TempDir
    private Path folder;

    @Test
    void hasTheFormOfTheReference() throws Exception {
        Model ours = quantize(Map.of("calibration", "min-max", "global_pooling", "keep"));
        Model reference = TfliteReader.read(SharedFiles.model("kws_reference_int8.tflite"));
        assertThat(forms(ours)).isEqualTo(forms(reference));
    }

    @Test
    void weightScalesAreTheLargestMagnitudesByChannel() throws Exception {
        Model original = TfliteReader.read(SharedFiles.model("kws_float.tflite"));
        Model ours = quantize(Map.of("calibration", "min-max", "balance_channels", "false"));
        int seen = 0;
        for (Operator operator : ours.main().operators(BuiltinOperator.CONV_2D)) {
            Tensor weights = operator.input(1).orElseThrow();
            Tensor before = original.main().tensor(weights.name()).orElseThrow();
            var values = before.data().asFloatBuffer();
            int perChannel = values.limit() / before.shape().dim(0);
            for (int i = 0; i < values.limit(); i++) {
                float scale = weights.quantization().orElseThrow().scale(i / perChannel);
                assertThat(Math.abs(values.get(i))).isLessThanOrEqualTo(scale * 127 * (1 + 1e-6f));
                assertThat(weights.data().get(i) * scale)
                        .isCloseTo(values.get(i), org.assertj.core.api.Assertions.within(scale * 0.5001f));
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(10_000);
    }

    /** Types, axes and fixed scales of what each operator reads and makes, but for reshapes' constants. */
    private static List<String> forms(Model model) {
        var forms = new ArrayList<String>();
        for (Operator operator : model.main().operators()) {
            var line = new StringBuilder(operator.type().name());
            for (int i = 0; i < operator.inputCount(); i++) {
                Tensor tensor = operator.input(i).orElseThrow();
                line.append(' ').append(tensor.type()).append(tensor.isConstant() ? axis(tensor) : "");
            }
            Tensor output = operator.output();
            line.append(" -> ").append(output.type());
            if (operator.type() == BuiltinOperator.SOFTMAX) {
                line.append(output.quantization().orElseThrow());
            }
            forms.add(line.toString());
        }
        return forms;
    }

    private static String axis(Tensor tensor) {
        return tensor.type() == TensorType.INT8
                ? "/" + tensor.quantization().orElseThrow().axis()
                : "";
    }

    private Model quantize(Map<String, String> given) throws Exception {
        var technique = new Int8Technique();
        Path original = SharedFiles.model("kws_float.tflite");
        var parameters = Parameters.resolve("int8", technique.descriptor().parameters(), given);
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(original)),
                Map.of(DataRole.REPRESENTATIVE, samples(TfliteReader.read(original))),
                parameters,
                Optional.empty());
        return TfliteReader.read(technique
                .apply(input, TestContext.in(folder))
                .candidates()
                .get(0)
                .model());
    }

    private SampleSet samples(Model model) throws Exception {
        return KeywordSamples.representative(
                folder, model.main().inputs().get(0).name());
    }
}
