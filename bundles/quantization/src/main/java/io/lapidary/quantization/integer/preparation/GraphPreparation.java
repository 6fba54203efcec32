package io.lapidary.quantization.integer.preparation;

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
import io.lapidary.quantization.integer.rule.LstmInputs;
import io.lapidary.quantization.integer.rule.LstmKernel;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;

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
        boolean lstm =
                LstmInputs.isLstm(operator) && (LstmInputs.isProjected(operator) || LstmInputs.isNormalized(operator));
        if (lstm && operator.intermediateCount() <= LstmInputs.HIDDEN) {
            LstmKernel.prepare(editor, operator);
            changes++;
        }
        if (operator.output(0).filter(Reals::isReal).isPresent()) {
            asProduct(graph, operator);
        }
    }

    /** There is no integer kernel of SQUARE, and that of NEG negates raw integers, of which -128 has no opposite. */
    private void asProduct(GraphEditor graph, Operator operator) {
        switch (operator.type()) {
            case NEG -> toProduct(operator, minusOne(graph));
            case SQUARE -> toProduct(operator, operator.input(0).orElseThrow());
            default -> {
                // as it is
            }
        }
    }

    private void toProduct(Operator operator, Tensor factor) {
        editor.operator(operator).type(BuiltinOperator.MUL, 1).input(1, factor);
        changes++;
    }

    private static Tensor minusOne(GraphEditor graph) {
        return graph.addTensor(graph.uniqueName("minus_one"), TensorType.FLOAT32, Shape.SCALAR)
                .data(BufferContent.ofFloats(-1))
                .tensor();
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
