package io.lapidary.technique.dynamicrange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** Four bits where hybrid kernels take them, in the interpreter, and eight where they do not. */
class FourBitTest {
    private static final Map<String, String> FOUR = Map.of("bits", "4", "depthwise", "hybrid");
    /** The rounding of activations to 8 bits alone leaves at least this. */
    private static final double ACTIVATIONS_DB = 36;

    @TempDir
    Path folder;

    static Stream<Arguments> taken() {
        return Stream.of(
                        "CONV_2D",
                        "CONV_2D strided 1x1",
                        "CONV_2D dilated",
                        "FULLY_CONNECTED",
                        "FULLY_CONNECTED without bias, of a batch",
                        "FULLY_CONNECTED of rank 3")
                .flatMap(name -> Stream.of(Kernels.values()).map(kernels -> Arguments.of(name, kernels)));
    }

    /** What the kernel computes is the float operator with the weights that the integers stand for, but for its activations. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("taken")
    void kernelsComputeWithTheWeightsThatAreStored(String name, Kernels kernels) throws Exception {
        var converted = Converted.of(OperatorCases.hybrid().get(name).build(), folder, FOUR);
        Tensor stored = converted.model().main().operators().get(0).input(1).orElseThrow();
        assertThat(stored.type()).isEqualTo(TensorType.INT4);
        Path twin = folder.resolve("twin.tflite");
        TfliteWriter.write(withWeights(converted.before(), stored), twin);
        var differences =
                Kernel.differences(new Converted(twin, converted.after(), converted.result()), kernels, folder);
        differences.forEach((output, difference) ->
                assertThat(difference.sqnrDb()).as(output).isGreaterThan(ACTIVATIONS_DB));
    }

    static List<String> notTaken() {
        return List.of("CONV_2D grouped", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "BATCH_MATMUL");
    }

    @ParameterizedTest
    @MethodSource("notTaken")
    void othersStayAtEightBitsAndAreNamed(String name) throws Exception {
        var converted = Converted.of(OperatorCases.hybrid().get(name).build(), folder, FOUR);
        var operator = converted.model().main().operators().get(0);
        assertThat(operator.input(1).orElseThrow().type()).isEqualTo(TensorType.INT8);
        assertThat(converted.result().findings().get(0).code()).isEqualTo("stored-as-int8");
        assertThat(converted.result().findings().get(0).message())
                .contains("1 of " + operator.type().name());
    }

    @Test
    void decidedRoundingIsCarriedOut() throws Exception {
        Model model = decided(true);
        Tensor weights = model.main().operators().get(0).input(1).orElseThrow();
        var values = weights.data().asFloatBuffer();
        int first = (int) Math.max(-7, Math.min(7, Math.floor(values.get(0) / 0.0625) + 1));
        var converted = Converted.of(model, folder, FOUR);
        Tensor stored = converted.model().main().operators().get(0).input(1).orElseThrow();
        assertThat(stored.quantization().orElseThrow().scale(0)).isEqualTo(0.0625f);
        assertThat(nibble(stored, 0)).isEqualTo(first);
        var eight = Converted.of(model, folder, Map.of());
        assertThat(eight.result().findings().get(0).code()).isEqualTo("rounding-not-taken");
    }

    @Test
    void aRoundingForIntegersThatKernelsDoNotTakeIsNamedWithTheRemedy() throws Exception {
        var converted = Converted.of(decided(false), folder, FOUR);
        var finding = converted.result().findings().get(0);
        assertThat(finding.code()).isEqualTo("rounding-not-taken");
        assertThat(finding.message()).contains("narrow_range=true");
        Tensor stored = converted.model().main().operators().get(0).input(1).orElseThrow();
        assertThat(stored.quantization().orElseThrow().scale(0)).isNotEqualTo(0.0625f);
    }

    /** All weights of a FULLY_CONNECTED decided to go up. */
    private static Model decided(boolean narrow) throws Exception {
        Model model = OperatorCases.hybrid().get("FULLY_CONNECTED").build();
        Tensor weights = model.main().operators().get(0).input(1).orElseThrow();
        int elements = Math.toIntExact(weights.shape().elements());
        float[] scales = new float[weights.shape().dim(0)];
        java.util.Arrays.fill(scales, 0.0625f);
        var up = new BitSet();
        up.set(0, elements, true);
        Annotations.read(model)
                .update(
                        weights,
                        known -> known.with(new Annotation.Scale(scales, new long[scales.length], 0))
                                .with(new Annotation.Rounding(up, elements, 4, narrow)))
                .write(ModelEditor.of(model));
        return model;
    }

    private static Model withWeights(Path before, Tensor stored) throws Exception {
        Model model = TfliteReader.read(before);
        Tensor weights = model.main().operators().get(0).input(1).orElseThrow();
        float[] values = new float[Math.toIntExact(weights.shape().elements())];
        int inner = values.length / weights.shape().dim(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = nibble(stored, i) * stored.quantization().orElseThrow().scale(i / inner);
        }
        ModelEditor.of(model).tensor(weights).data(BufferContent.ofFloats(values));
        return model;
    }

    private static int nibble(Tensor stored, int element) {
        int both = stored.data().get(element / 2);
        return element % 2 == 0 ? both << 28 >> 28 : both >> 4;
    }
}
