package io.lapidary.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** Makes a model of one subgraph from scratch; {@link #editor()} leads to everything that an edit can do besides. */
public final class ModelBuilder {
    private static final int FORMAT_VERSION = 3;

    private final ModelEditor editor;
    private final GraphEditor graph;

    public ModelBuilder(String description) {
        var table = new FlatTable(Schema.tflite().root());
        table.set(FieldIds.MODEL_VERSION, FORMAT_VERSION);
        this.editor = ModelEditor.ofNew(new Model(table, List.of()));
        editor.description(description);
        editor.addBuffer(BufferContent.NONE);
        this.graph = editor.addSubgraph("main");
    }

    public ModelEditor editor() {
        return editor;
    }

    public GraphEditor graph() {
        return graph;
    }

    /** An activation. */
    public Tensor tensor(String name, TensorType type, int... shape) {
        return graph.addTensor(name, type, Shape.of(shape)).tensor();
    }

    /** An activation that the caller provides; -1 for a dynamic dimension. */
    public Tensor input(String name, TensorType type, int... shape) {
        var tensor = tensor(name, type, shape);
        var inputs = new ArrayList<>(graph.subgraph().inputs());
        inputs.add(tensor);
        graph.inputs(inputs);
        return tensor;
    }

    /** Float values, as many as the shape has elements. */
    public Tensor constant(String name, Shape shape, float... values) {
        return constant(name, TensorType.FLOAT32, shape, BufferContent.ofFloats(values));
    }

    /** Int32 values, as many as the shape has elements. */
    public Tensor constant(String name, Shape shape, int... values) {
        return constant(name, TensorType.INT32, shape, BufferContent.ofInts(values));
    }

    /** Bytes of any type. */
    public Tensor constant(String name, TensorType type, Shape shape, BufferContent content) {
        long expected = type.bytes(shape.elements());
        ModelEditor.require(
                !type.hasFixedSize() || content.size() == expected,
                "'" + name + "' " + type + shape + " takes " + expected + " bytes, not " + content.size());
        return graph.addTensor(name, type, shape).data(content).tensor();
    }

    /** A new operator; end with {@link OperatorBuilder#append}. */
    public OperatorBuilder operator(BuiltinOperator type) {
        return graph.operator(type);
    }

    /** Names one more output of the graph. */
    public ModelBuilder output(Tensor tensor) {
        var outputs = new ArrayList<>(graph.subgraph().outputs());
        outputs.add(tensor);
        graph.outputs(outputs);
        return this;
    }

    /** A signature of all inputs and outputs so far, under the tensors' names. */
    public ModelBuilder signature(String key) {
        var inputs = new LinkedHashMap<String, Tensor>();
        var outputs = new LinkedHashMap<String, Tensor>();
        graph.subgraph().inputs().forEach(tensor -> inputs.put(tensor.name(), tensor));
        graph.subgraph().outputs().forEach(tensor -> outputs.put(tensor.name(), tensor));
        editor.addSignature(key, graph.subgraph(), inputs, outputs);
        return this;
    }

    public Model build() {
        return editor.model();
    }
}
