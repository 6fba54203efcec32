package io.lapidary.model.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.model.Trait;
import io.lapidary.model.Blockwise;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.testsupport.SharedFiles;

class ModelSummaryTest {
    @Test
    void countsZerosDistinctValuesAndParameters() {
        var builder = new ModelBuilder("summarized");
        var x = builder.input("x", TensorType.FLOAT32, -1, 4);
        var w = builder.constant("w", Shape.of(2, 4), 0f, -0f, 1f, 1f, 2f, 0f, 0f, 3f);
        var y = builder.tensor("y", TensorType.FLOAT32, -1, 2);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .version(2)
                .inputs(x, w)
                .outputs(y)
                .append();
        builder.constant("axis", Shape.of(1), 1);
        var q = builder.constant("q", TensorType.INT8, Shape.of(4), BufferContent.of(new byte[] {-3, -3, 5, 0}));
        builder.editor().tensor(q).quantization(Quantization.perTensor(0.5f, -3));
        builder.constant("n", TensorType.INT4, Shape.of(3), BufferContent.of(new byte[] {(byte) 0xF0, 0x01}));

        var summary = ModelSummary.of(builder.output(y).build());
        assertThat(summary.operators()).containsExactly(entry("FULLY_CONNECTED v2", 1));
        assertThat(summary.weights())
                .extracting(TensorSummary::name)
                .startsWith("w")
                .contains("axis", "q", "n");
        var weights = summary.weights().get(0);
        assertThat(weights.zeros().orElseThrow()).isEqualTo(0.5);
        assertThat(weights.distinct().orElseThrow())
                .as("0 and -0 differ in bits")
                .isEqualTo(5);
        assertThat(find(summary, "q").zeros().orElseThrow())
                .as("the zero point stands for zero")
                .isEqualTo(0.5);
        assertThat(find(summary, "q").distinct().orElseThrow()).isEqualTo(3);
        assertThat(find(summary, "n").zeros().orElseThrow()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(find(summary, "n").distinct().orElseThrow()).isEqualTo(3);
        assertThat(summary.parameters()).as("w and q; an axis is no weight").isEqualTo(12);
        assertThat(summary.sparsity()).isEqualTo(0.5);
        assertThat(summary.weightTypes()).containsOnly(entry(TensorType.FLOAT32, 8L), entry(TensorType.INT8, 4L));
        assertThat(summary.weightBytes()).isEqualTo(32 + 4 + 4 + 2);
        assertThat(summary.inputs().get(0).shape()).isEqualTo(Shape.of(-1, 4));
    }

    @Test
    void scalesOfBlocksCountAsScales() throws Exception {
        var builder = new ModelBuilder("blocks");
        var x = builder.input("x", TensorType.FLOAT32, 1, 64);
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0x11);
        var w = builder.constant("w", TensorType.INT4, Shape.of(2, 64), BufferContent.of(ones));
        var scales = builder.constant(
                "scales", TensorType.FLOAT16, Shape.of(2, 2), BufferContent.of(new byte[] {0, 60, 0, 60, 0, 60, 0, 60
                }));
        builder.editor().tensor(w).blockwise(new Blockwise(scales, Optional.empty(), 32), 0);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, w)
                .outputs(y)
                .append();
        var model = builder.output(y).build();
        assertThat(find(ModelSummary.of(model), "w").scales()).isEqualTo(4);
        assertThat(TraitDetector.detect(model))
                .containsExactlyInAnyOrder(Trait.FLOAT_ACTIVATIONS, Trait.QUANTIZED_WEIGHTS);
    }

    @Test
    void manyDistinctValuesAreNotCounted() {
        var builder = new ModelBuilder("distinct");
        float[] values = new float[TensorSummary.MOST_DISTINCT + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        builder.constant("all", Shape.of(values.length), values);
        values[0] = 1;
        builder.constant("bound", Shape.of(values.length), values);
        builder.output(builder.input("x", TensorType.FLOAT32, 1));
        var summary = ModelSummary.of(builder.build());
        assertThat(find(summary, "all").distinct()).isEmpty();
        assertThat(find(summary, "bound").distinct()).hasValue(TensorSummary.MOST_DISTINCT);
    }

    @Test
    void realModels() throws Exception {
        var mobilenet = ModelSummary.of(TfliteReader.read(SharedFiles.model("mobilenetv2_random.tflite")));
        assertThat(mobilenet.parameters()).isBetween(3_400_000L, 3_600_000L);
        var quantized = ModelSummary.of(TfliteReader.read(SharedFiles.model("kws_reference_int8.tflite")));
        assertThat(quantized.weightTypes()).containsOnlyKeys(TensorType.INT8, TensorType.INT32);
        assertThat(quantized.inputs().get(0).quantization()).isPresent();
    }

    private static TensorSummary find(ModelSummary summary, String name) {
        return summary.weights().stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
