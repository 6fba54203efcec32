package io.lapidary.technique.weightonly.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.work.Finding;
import io.lapidary.model.Blockwise;
import io.lapidary.model.Buffer;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Encoding;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorEditor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.BlockScales;

/** Puts encoded weights into a model. */
final class WeightStorage {
    /** Versions of the kernels that take weights as stored. */
    private static final int EMBEDDING_LOOKUP = 4;

    private static final int INT4_FULLY_CONNECTED = 10;

    private final ModelEditor editor;
    private final List<Finding> findings = new ArrayList<>();
    /** Tensors that share a buffer go on sharing one. */
    private final Map<EncodedWeight.Source, Buffer> stored = new HashMap<>();

    private long elements;
    private int tensors;
    private int unpacked;

    WeightStorage(ModelEditor editor) {
        this.editor = editor;
    }

    void store(List<EncodedWeight> weights) {
        for (EncodedWeight weight : weights) {
            if (weight.isFinite()) {
                store(weight);
            } else {
                findings.add(notFinite(weight.choice().weight().tensor().name()));
            }
        }
        editor.compact();
    }

    private void store(EncodedWeight weight) {
        StorageChoice choice = weight.choice();
        // Asked for before the tensor lets go of the buffer that it is known by.
        Buffer buffer =
                stored.computeIfAbsent(EncodedWeight.Source.of(choice), source -> editor.addBuffer(weight.content()));
        TensorEditor edit = stored(weight).data(buffer);
        if (choice.inBlocks()) {
            edit.blockwise(new Blockwise(scaleTensor(weight), Optional.empty(), choice.blockSize()), 0);
        }
        if (choice.direct()) {
            choice.weight()
                    .uses()
                    .forEach(use -> editor.operator(use.operator())
                            .requireVersion(
                                    use.operator().type() == BuiltinOperator.EMBEDDING_LOOKUP
                                            ? EMBEDDING_LOOKUP
                                            : INT4_FULLY_CONNECTED));
        }
        elements += choice.weight().elements();
        tensors++;
    }

    /** The tensor of the integers: the weight's own, or one before it with a DEQUANTIZE between. */
    private TensorEditor stored(EncodedWeight weight) {
        StorageChoice choice = weight.choice();
        Tensor tensor = choice.weight().tensor();
        TensorType type = choice.format().type();
        if (choice.inBlocks()) {
            return editor.tensor(tensor).type(type);
        }
        Encoding encoding = choice.axis().isPresent()
                ? Encoding.perChannel(type, weight.scales(), choice.axis().getAsInt())
                : Encoding.perTensor(type, weight.scales()[0], 0);
        if (choice.direct()) {
            return editor.tensor(tensor).encoding(encoding);
        }
        unpacked += type == TensorType.INT4 ? 1 : 0;
        return editor.graph(tensor.subgraph()).conversions().store(tensor, encoding);
    }

    /** The blocks' scales, [rows, blocks in a row]. */
    private Tensor scaleTensor(EncodedWeight weight) {
        Tensor tensor = weight.choice().weight().tensor();
        GraphEditor graph = editor.graph(tensor.subgraph());
        int rows = tensor.shape().dim(0);
        return graph.addTensor(
                        graph.uniqueName(tensor.name() + "_scales"),
                        TensorType.FLOAT16,
                        Shape.of(rows, weight.scales().length / rows))
                .data(BlockScales.content(weight.scales()))
                .tensor();
    }

    private static Finding notFinite(String name) {
        return Finding.warning(
                "not-finite",
                name,
                "'" + name + "' stays float32: it holds infinite or undefined values. Train or export it anew.");
    }

    Map<String, Double> measures() {
        return Map.of("quantized_elements", (double) elements, "quantized_tensors", (double) tensors);
    }

    /** What was noticed, after what was noticed before. */
    List<Finding> findings(List<Finding> before) {
        var all = new ArrayList<>(before);
        all.addAll(findings);
        if (unpacked > 0) {
            all.add(
                    Finding.warning(
                            "slower-kernels",
                            "",
                            unpacked
                                    + " weights are unpacked from int4 by an operator that XNNPACK does not take: their readers run"
                                    + " on the built-in kernels, several times slower on a CPU. Give bits=8 where speed matters."));
        }
        if (tensors == 0) {
            all.add(Finding.warning(
                    "nothing-converted",
                    "",
                    "No weight was quantized: none is float32, selected, large enough and read as a weight."));
        }
        return all;
    }
}
