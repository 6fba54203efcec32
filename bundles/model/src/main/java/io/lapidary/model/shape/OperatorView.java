package io.lapidary.model.shape;

import java.util.List;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Options;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** An operator as a rule sees it: what is known of its inputs so far. */
final class OperatorView {
    private final Operator operator;
    private final Inference inference;

    OperatorView(Operator operator, Inference inference) {
        this.operator = operator;
        this.inference = inference;
    }

    Options options() {
        return operator.options();
    }

    BuiltinOperator type() {
        return operator.type();
    }

    int option(String name) {
        return operator.options().intValue(name);
    }

    boolean flag(String name) {
        return operator.options().booleanValue(name);
    }

    int inputCount() {
        return operator.inputCount();
    }

    int outputCount() {
        return operator.outputCount();
    }

    boolean hasInput(int position) {
        return operator.input(position).isPresent();
    }

    /** The shape of an input, every dimension of it. */
    Shape shape(int position) {
        return inference
                .shape(tensor(position))
                .orElseThrow(() -> new UnknownShape("the shape of input " + position + " is unknown"));
    }

    /** The integers that an input holds, constant or computed from shapes. */
    long[] values(int position) {
        return inference
                .values(tensor(position))
                .orElseThrow(() -> new UnknownShape("the values of input " + position + " are only known at run time"));
    }

    int[] intValues(int position) {
        return Dimensions.ints(values(position));
    }

    /** The one integer that an input holds. */
    int value(int position) {
        long[] values = values(position);
        if (values.length != 1) {
            throw new UnknownShape("input " + position + " holds " + values.length + " values instead of one");
        }
        return Math.toIntExact(values[0]);
    }

    /** The shape that the file states for an output, where no dimension of it is dynamic. */
    Shape stated(int output) {
        var tensor = operator.output(output).orElseThrow(() -> new UnknownShape("there is no output " + output));
        if (tensor.isDynamic()) {
            throw new UnknownShape("output " + output + " is dynamic");
        }
        return tensor.shape();
    }

    /** The output shapes of a subgraph that this operator calls with the inputs from {@code from} on. */
    List<Shape> call(int subgraph, int from) {
        var graphs = operator.subgraph().model().subgraphs();
        if (subgraph < 0 || subgraph >= graphs.size()) {
            throw new UnknownShape("there is no subgraph " + subgraph);
        }
        return inference.call(graph(graphs, subgraph), this, from);
    }

    private static Subgraph graph(List<Subgraph> graphs, int index) {
        return graphs.get(index);
    }

    /** Lets the variables among the inputs, which are states by batch, follow the batch. */
    void resizeStates(int batch) {
        for (Tensor tensor : operator.inputs()) {
            if (tensor.isVariable() && tensor.shape().rank() > 0) {
                inference.put(tensor, tensor.shape().with(0, batch));
            }
        }
    }

    Tensor tensor(int position) {
        return operator.input(position).orElseThrow(() -> new UnknownShape("there is no input " + position));
    }
}
