package io.lapidary.quantization.integer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Changes of a float graph that do not change what it computes, and that integer kernels ask for. */
final class GraphPreparation {
    private final ModelEditor editor;
    private final boolean poolsAsMeans;
    private final List<Tensor> axes = new ArrayList<>();
    private int changes;

    GraphPreparation(ModelEditor editor, boolean poolsAsMeans) {
        this.editor = editor;
        this.poolsAsMeans = poolsAsMeans;
    }

    /** @return how many operators were changed */
    int prepare(List<Subgraph> graphs) {
        for (Subgraph graph : graphs) {
            axes.clear();
            for (Operator operator : List.copyOf(graph.operators())) {
                prepare(editor.graph(graph), operator);
            }
        }
        return changes;
    }

    private void prepare(GraphEditor graph, Operator operator) {
        Optional<OperatorRule.Bias> bias =
                OperatorRules.of(operator.type()).flatMap(OperatorRule::bias).filter(OperatorRule.Bias::mandatory);
        if (bias.isPresent() && operator.input(bias.get().input()).isEmpty()) {
            addBias(graph, operator, bias.get());
        }
        if (poolsAsMeans && operator.type() == BuiltinOperator.AVERAGE_POOL_2D && isGlobal(operator)) {
            toMean(graph, operator);
        }
    }

    /** Integer kernels of these operators take a missing bias for an error, or read through a null pointer. */
    private void addBias(GraphEditor graph, Operator operator, OperatorRule.Bias bias) {
        Tensor weights = operator.input(bias.weight().input()).orElseThrow();
        int channels = weights.shape().dim(bias.weight().axis());
        Tensor zeros = graph.addTensor(
                        graph.uniqueName(operator.output().name() + "/bias"), TensorType.FLOAT32, Shape.of(channels))
                .data(BufferContent.ofFloats(new float[channels]))
                .tensor();
        editor.operator(operator).input(bias.input(), zeros);
        changes++;
    }

    private static boolean isGlobal(Operator operator) {
        Shape shape = operator.input(0).orElseThrow().shapeSignature();
        var options = operator.options();
        return operator.input(0).orElseThrow().type() == TensorType.FLOAT32
                && shape.rank() == 4
                && options.intValue("filter_height") == shape.dim(1)
                && options.intValue("filter_width") == shape.dim(2)
                && options.enumValue("padding").equals("VALID")
                && options.fusedActivation().equals("NONE");
    }

    private void toMean(GraphEditor graph, Operator operator) {
        if (axes.isEmpty()) {
            axes.add(graph.addTensor(graph.uniqueName("image_axes"), TensorType.INT32, Shape.of(2))
                    .data(BufferContent.ofInts(1, 2))
                    .tensor());
        }
        editor.operator(operator)
                .type(BuiltinOperator.MEAN, 1)
                .option("keep_dims", true)
                .input(1, axes.get(0));
        changes++;
    }
}
