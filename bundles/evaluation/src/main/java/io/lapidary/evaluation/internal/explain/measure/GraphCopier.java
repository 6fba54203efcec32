package io.lapidary.evaluation.internal.explain.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorEditor;
import io.lapidary.model.TensorType;

/** Puts operators of the original and of the packaged model into one graph. */
final class GraphCopier {
    private final GraphEditor graph;
    private final Optional<Operator> before;
    private final Map<Tensor, Tensor> constants = new HashMap<>();

    /** @param before where the operators go; empty for the end */
    GraphCopier(GraphEditor graph, Optional<Operator> before) {
        this.graph = graph;
        this.before = before;
    }

    /** The graph's own tensor for a constant, or for what a conversion makes of one. */
    Tensor constant(Tensor source) {
        if (source.subgraph() == graph.subgraph() && source.isConstant()) {
            return source;
        }
        Tensor present = constants.get(source);
        if (present != null) {
            return present;
        }
        Tensor made = source.isConstant()
                ? graph.addTensorLike(graph.uniqueName(source.name() + "__copy"), source)
                        .tensor()
                : copy(source.producer().orElseThrow(), Map.of(), "__copy").get(0);
        constants.put(source, made);
        return made;
    }

    /**
     * A copy of an operator.
     *
     * @param inputs what it reads instead of its activations; those not named must be constant
     * @return its outputs, new tensors like the operator's own
     */
    List<Tensor> copy(Operator source, Map<Tensor, Tensor> inputs, String suffix) {
        var outputs = new ArrayList<Tensor>();
        for (Tensor output : source.outputs()) {
            outputs.add(graph.addTensorLike(graph.uniqueName(output.name() + suffix), output)
                    .tensor());
        }
        var slots = new ArrayList<Optional<Tensor>>();
        for (int i = 0; i < source.inputCount(); i++) {
            slots.add(source.input(i).map(input -> inputs.containsKey(input) ? inputs.get(input) : constant(input)));
        }
        place(graph.operatorLike(source).optionalInputs(slots).outputs(outputs.toArray(Tensor[]::new)));
        return outputs;
    }

    /** Copies of operators in order, each reading what those before it make. Gives what stands for each activation then. */
    Map<Tensor, Tensor> copyAll(List<Operator> operators, Map<Tensor, Tensor> inputs, String suffix) {
        var tensors = new HashMap<>(inputs);
        for (Operator operator : operators) {
            List<Tensor> outputs = copy(operator, tensors, suffix);
            for (int i = 0; i < outputs.size(); i++) {
                tensors.put(operator.outputs().get(i), outputs.get(i));
            }
        }
        return tensors;
    }

    /** Real numbers in the form of another tensor. */
    Tensor quantize(Tensor real, Tensor form) {
        Tensor target = graph.addTensorLike(graph.uniqueName(form.name() + "__from_float"), form)
                .tensor();
        quantizeInto(real, target);
        return target;
    }

    void quantizeInto(Tensor real, Tensor target) {
        place(graph.conversions().between(real, target));
    }

    Tensor dequantize(Tensor integers) {
        if (integers.type() == TensorType.FLOAT32) {
            return integers;
        }
        Tensor real = real(integers.name() + "__real", integers);
        place(graph.conversions().between(integers, real));
        return real;
    }

    /**
     * The original's numbers as a step left them in the packaged model: channels of the last axis times factors, plus offsets.
     *
     * @param meant the activation of the original that they are
     */
    Tensor rewritten(Tensor real, Tensor meant, Rewrites rewrites) {
        Tensor scaled = byChannel(BuiltinOperator.MUL, real, rewrites.factors(meant), factor -> factor);
        return byChannel(BuiltinOperator.ADD, scaled, rewrites.offsets(meant), offset -> offset);
    }

    /** The reverse of it. */
    Tensor restored(Tensor real, Tensor meant, Rewrites rewrites) {
        Tensor moved = byChannel(BuiltinOperator.ADD, real, rewrites.offsets(meant), offset -> -offset);
        return byChannel(BuiltinOperator.MUL, moved, rewrites.factors(meant), factor -> 1 / factor);
    }

    /** The tensor itself where there is nothing to do. */
    private Tensor byChannel(BuiltinOperator type, Tensor real, List<Double> numbers, DoubleUnaryOperator each) {
        if (numbers.isEmpty()) {
            return real;
        }
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) each.applyAsDouble(numbers.get(i));
        }
        Tensor constant = graph.addTensor(
                        graph.uniqueName(real.name() + "__by_channel"), TensorType.FLOAT32, Shape.of(values.length))
                .data(BufferContent.ofFloats(values))
                .tensor();
        Tensor made = real(real.name() + "__rewritten", real);
        place(graph.operator(type).inputs(real, constant).outputs(made));
        return made;
    }

    private Tensor real(String name, Tensor like) {
        TensorEditor added = graph.addTensor(graph.uniqueName(name), TensorType.FLOAT32, like.shapeSignature());
        return added.tensor();
    }

    private void place(OperatorBuilder operator) {
        if (before.isPresent()) {
            operator.insertBefore(before.get());
        } else {
            operator.append();
        }
    }
}
