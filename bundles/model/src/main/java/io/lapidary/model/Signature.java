package io.lapidary.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** A named way to call a model: names for the inputs and outputs of one subgraph. */
public final class Signature {
    /** A name and the tensor it stands for. */
    record Binding(FlatTable table, Tensor tensor) {
        static Binding of(String name, Tensor tensor) {
            var table = new FlatTable(Schema.tflite().table("TensorMap"));
            table.set(FieldIds.MAP_NAME, name);
            return new Binding(table, tensor);
        }

        String name() {
            return table.text(FieldIds.MAP_NAME).orElse("");
        }
    }

    private final FlatTable table;
    private final Subgraph subgraph;
    private final List<Binding> inputs = new ArrayList<>();
    private final List<Binding> outputs = new ArrayList<>();

    Signature(FlatTable table, Subgraph subgraph) {
        this.table = table;
        this.subgraph = subgraph;
    }

    /** Mostly {@code serving_default}. */
    public String key() {
        return table.text(FieldIds.SIGNATURE_KEY).orElse("");
    }

    public Subgraph subgraph() {
        return subgraph;
    }

    /** Names and tensors in the file's order; a copy. */
    public Map<String, Tensor> inputs() {
        return map(inputs);
    }

    /** Names and tensors in the file's order; a copy. */
    public Map<String, Tensor> outputs() {
        return map(outputs);
    }

    private static Map<String, Tensor> map(List<Binding> bindings) {
        var map = new LinkedHashMap<String, Tensor>();
        bindings.forEach(binding -> map.put(binding.name(), binding.tensor()));
        return map;
    }

    FlatTable table() {
        return table;
    }

    List<Binding> inputList() {
        return inputs;
    }

    List<Binding> outputList() {
        return outputs;
    }

    @Override
    public String toString() {
        return "signature '" + key() + "'";
    }
}
