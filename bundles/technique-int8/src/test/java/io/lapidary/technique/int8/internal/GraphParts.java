package io.lapidary.technique.int8.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Writes a graph down operator by operator, each on what the ones before it made. */
final class GraphParts {
    private final ModelEditor editor;
    private final GraphEditor graph;
    private final Random random = new Random(17);
    private int names;

    private GraphParts(ModelEditor editor, GraphEditor graph) {
        this.editor = editor;
        this.graph = graph;
    }

    /** The main graph of a new model. */
    static GraphParts main() throws Exception {
        ModelEditor editor = ModelEditor.of(new ModelBuilder("parts").build());
        return new GraphParts(editor, editor.graph());
    }

    /** A further graph of the same model. */
    GraphParts graph(String name) {
        return new GraphParts(editor, editor.addSubgraph(name));
    }

    Model model() {
        return editor.model();
    }

    Subgraph subgraph() {
        return graph.subgraph();
    }

    Tensor in(TensorType type, int... shape) {
        Tensor tensor = tensor(type, shape);
        var inputs = new ArrayList<>(graph.subgraph().inputs());
        inputs.add(tensor);
        graph.inputs(inputs);
        return tensor;
    }

    Tensor in(int... shape) {
        return in(TensorType.FLOAT32, shape);
    }

    /** Variables keep their values from one run to the next. */
    Tensor state(int... shape) {
        Tensor tensor = tensor(TensorType.FLOAT32, shape);
        editor.tensor(tensor).variable(true);
        return tensor;
    }

    void out(Tensor... outputs) {
        graph.outputs(List.of(outputs));
    }

    Tensor tensor(TensorType type, int... shape) {
        return graph.addTensor("t" + names++, type, Shape.of(shape)).tensor();
    }

    Tensor constant(Shape shape, float... values) {
        return graph.addTensor("c" + names++, TensorType.FLOAT32, shape)
                .data(BufferContent.ofFloats(values))
                .tensor();
    }

    /** Random numbers of about a magnitude. */
    Tensor random(double magnitude, int... shape) {
        float[] values = new float[(int) Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (magnitude * random.nextGaussian());
        }
        return constant(Shape.of(shape), values);
    }

    Tensor number(int value) {
        return graph.addTensor("c" + names++, TensorType.INT32, Shape.SCALAR)
                .data(BufferContent.ofInts(value))
                .tensor();
    }

    Tensor ints(int... values) {
        return graph.addTensor("c" + names++, TensorType.INT32, Shape.of(values.length))
                .data(BufferContent.ofInts(values))
                .tensor();
    }

    /** As PAD wants them: before and after, axis by axis. */
    Tensor pairs(int... values) {
        return graph.addTensor("c" + names++, TensorType.INT32, Shape.of(values.length / 2, 2))
                .data(BufferContent.ofInts(values))
                .tensor();
    }

    OperatorBuilder operator(BuiltinOperator type) {
        return graph.operator(type);
    }

    OperatorBuilder custom(String code) {
        return graph.customOperator(code);
    }

    /** An operator with one output, of the first input's type. */
    Tensor apply(BuiltinOperator type, int[] shape, Tensor... inputs) {
        return apply(type, inputs[0].type(), shape, inputs);
    }

    Tensor apply(BuiltinOperator type, TensorType made, int[] shape, Tensor... inputs) {
        Tensor output = tensor(made, shape);
        graph.operator(type).inputs(inputs).outputs(output).append();
        return output;
    }

    /** An operator whose output has its first input's shape. */
    Tensor apply(BuiltinOperator type, Tensor... inputs) {
        return apply(type, inputs[0].shape().dims(), inputs);
    }

    /** A FULLY_CONNECTED with random weights. */
    Tensor connected(Tensor input, int outputs) {
        int inputs = input.shape().last();
        return apply(
                BuiltinOperator.FULLY_CONNECTED,
                new int[] {input.shape().dim(0), outputs},
                input,
                random(1 / Math.sqrt(inputs), outputs, inputs),
                random(0.1, outputs));
    }
}
