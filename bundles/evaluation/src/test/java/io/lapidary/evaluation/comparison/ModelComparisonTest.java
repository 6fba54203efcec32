package io.lapidary.evaluation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;

class ModelComparisonTest {
    private static final float[] WEIGHTS = {1, -2, 3, -4, 5, -6, 7, -8};

    private static Model model() {
        var builder = new ModelBuilder("compared");
        var x = builder.input("x", TensorType.FLOAT32, 1, 4);
        var weights = builder.constant("weights", Shape.of(2, 4), WEIGHTS);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 2);
        var z = builder.tensor("z", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, weights)
                .outputs(y)
                .append();
        builder.operator(BuiltinOperator.RELU).inputs(y).outputs(z).append();
        builder.output(z);
        return builder.build();
    }

    @Test
    void findsNothingBetweenAModelAndItself() {
        var comparison = ModelComparator.compare(model(), model());
        assertThat(comparison.tensors()).isEmpty();
        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.compared()).isEqualTo(4);
        assertThat(comparison.operators()).allMatch(c -> c.first() == 1 && c.second() == 1);
    }

    @Test
    void tellsHowFarWeightsMoved() throws LapidaryException {
        var editor = ModelEditor.of(model());
        editor.tensor(editor.model().main().tensor("weights").orElseThrow())
                .data(BufferContent.ofFloats(1, -2, 3, -4, 5, -6, 7, -7));

        var comparison = ModelComparator.compare(model(), editor.model());

        assertThat(comparison.tensors()).singleElement().satisfies(t -> {
            assertThat(t.name()).isEqualTo("weights");
            assertThat(t.constant()).isTrue();
            var values = t.values().orElseThrow();
            assertThat(values.elements()).isEqualTo(8);
            assertThat(values.differing()).isEqualTo(1);
            assertThat(values.largest()).isEqualTo(1);
            // 1 + 4 + 9 + ... + 64 = 204 against an error of 1.
            assertThat(values.sqnrDb().orElseThrow()).isCloseTo(10 * Math.log10(204), within(1e-9));
        });
    }

    @Test
    void comparesWeightsAsTheNumbersTheyStandForBehindAConversion() throws LapidaryException {
        var editor = ModelEditor.of(model());
        var graph = editor.graph();
        var weights = graph.subgraph().tensor("weights").orElseThrow();
        var stored = graph.addTensor("weights_int8", TensorType.INT8, Shape.of(2, 4))
                .quantization(Quantization.perTensor(0.5f, 0))
                .data(BufferContent.of(new byte[] {2, -4, 6, -8, 10, -12, 14, -15}))
                .tensor();
        var opened = graph.addTensor("weights_opened", TensorType.FLOAT32, Shape.of(2, 4))
                .tensor();
        graph.operator(BuiltinOperator.DEQUANTIZE)
                .inputs(stored)
                .outputs(opened)
                .insertBefore(graph.subgraph().operator(0));
        graph.replaceUses(weights, opened);

        var comparison = ModelComparator.compare(model(), editor.model());

        assertThat(comparison.changes()).singleElement().satisfies(c -> {
            assertThat(c.name()).isEqualTo("y");
            assertThat(c.operator()).isEqualTo("FULLY_CONNECTED");
            assertThat(c.first()).contains("float32 x float32");
            assertThat(c.second()).contains("float32 x int8");
        });
        assertThat(comparison.tensors()).singleElement().satisfies(t -> {
            assertThat(t.first().type()).isEqualTo("float32");
            assertThat(t.second().type()).isEqualTo("int8");
            assertThat(t.second().bytes()).isEqualTo(8);
            assertThat(t.values().orElseThrow().differing()).isEqualTo(1);
            assertThat(t.values().orElseThrow().largest()).isEqualTo(0.5);
        });
    }

    @Test
    void tellsOfScalesZeroPointsAndOperatorsThatAreGone() throws LapidaryException {
        var before = quantized(0.5f, 3);
        var graph = before.graph();
        var w = graph.addTensor("w", TensorType.FLOAT32, Shape.of(1, 2)).tensor();
        graph.operator(BuiltinOperator.RELU6)
                .inputs(graph.subgraph().tensor("y").orElseThrow())
                .outputs(w)
                .append();
        graph.outputs(List.of(graph.subgraph().tensor("z").orElseThrow(), w));

        var comparison =
                ModelComparator.compare(before.model(), quantized(0.6f, 4).model());

        assertThat(comparison.tensors())
                .filteredOn(t -> t.name().equals("y"))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.scales().orElseThrow().largest()).isCloseTo(0.2, within(1e-6));
                    assertThat(t.scales().orElseThrow().zeroPoints()).isTrue();
                });
        assertThat(comparison.changes()).anySatisfy(c -> {
            assertThat(c.operator()).isEqualTo("RELU6");
            assertThat(c.second()).isEmpty();
        });
    }

    private static ModelEditor quantized(float scale, long zeroPoint) throws LapidaryException {
        var editor = ModelEditor.of(model());
        editor.tensor(editor.model().main().tensor("y").orElseThrow())
                .type(TensorType.INT8)
                .quantization(Quantization.perTensor(scale, zeroPoint));
        return editor;
    }
}
