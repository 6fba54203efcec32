package io.lapidary.technique.float16.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.Float16;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.HalfWeights;
import io.lapidary.quantization.SymmetricWeights;
import io.lapidary.quantization.WeightSelection;

/** Converts a model's weights to float16. */
final class HalfConversion {
    /** The version of DEQUANTIZE that takes float16. */
    private static final int DEQUANTIZE_VERSION = 3;

    private final ModelEditor editor;
    private final WeightSelection selection;
    private final long minElements;
    private final List<Finding> findings = new ArrayList<>();
    /** Tensors that share a buffer go on sharing one. */
    private final Map<Buffer, Buffer> converted = new HashMap<>();

    private long elements;
    private int tensors;

    HalfConversion(ModelEditor editor, WeightSelection selection, long minElements) {
        this.editor = editor;
        this.selection = selection;
        this.minElements = minElements;
    }

    void convert(WorkContext context) throws InterruptedException {
        List<FloatWeight> weights = FloatWeight.of(editor.model());
        for (int i = 0; i < weights.size(); i++) {
            context.checkCancelled();
            FloatWeight weight = weights.get(i);
            if (weight.elements() >= Math.max(1, minElements) && selection.covers(weight) && fits(weight)) {
                convert(weight);
            }
            context.progress((i + 1.0) / weights.size(), "converting weights");
        }
        if (tensors == 0) {
            findings.add(Finding.warning(
                    "nothing-converted",
                    "",
                    "No weight was converted: none is float32, selected and of at least " + minElements
                            + " elements."));
        }
        editor.compact();
    }

    /** float16 ends at 65504: what does not fit, infinity and NaN included, stays float32 and is named. */
    private boolean fits(FloatWeight weight) {
        float largest = SymmetricWeights.largest(weight.values());
        if (largest <= Float16.MAX) {
            return true;
        }
        findings.add(Finding.warning(
                "out-of-range",
                weight.tensor().name(),
                "'" + weight.tensor().name() + "' stays float32: it holds " + largest
                        + ", and float16 ends at 65504. Scale the layer down, or exclude it."));
        return false;
    }

    private void convert(FloatWeight weight) {
        Tensor full = weight.tensor();
        GraphEditor graph = editor.graph(full.subgraph());
        Buffer source = full.buffer();
        var values = weight.values();
        var half = graph.addTensor(graph.uniqueName(full.name() + "_float16"), TensorType.FLOAT16, full.shape());
        Buffer shared = converted.get(source);
        if (shared == null) {
            half.data(BufferContent.computed(2 * weight.elements(), out -> HalfWeights.convert(values, out)));
            converted.put(source, half.tensor().buffer());
        } else {
            half.data(shared);
        }
        // The constant's tensor becomes the DEQUANTIZE's output and keeps its name: whoever reads it goes on reading
        // it.
        editor.tensor(full).data(BufferContent.NONE);
        graph.operator(BuiltinOperator.DEQUANTIZE)
                .version(DEQUANTIZE_VERSION)
                .inputs(half.tensor())
                .outputs(full)
                .insert();
        elements += weight.elements();
        tensors++;
    }

    Map<String, Double> measures() {
        return Map.of("converted_elements", (double) elements, "converted_tensors", (double) tensors);
    }

    List<Finding> findings() {
        return findings;
    }
}
