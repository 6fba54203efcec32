package io.lapidary.quantization.integer.rewriting;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Encoding;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * A float model with the numbers that a quantized model's constants stand for: it computes what that one does but for the rounding of
 * activations.
 */
final class DequantizedConstants {
    private final ModelEditor editor;

    private DequantizedConstants(ModelEditor editor) {
        this.editor = editor;
    }

    /**
     * Gives the operators of a float model these constants. Operators are the same that compute tensors of the same names; what was one
     * constant of several may be one of each.
     */
    static void put(Model quantized, Model floats) throws LapidaryException {
        var constants = new DequantizedConstants(ModelEditor.of(floats));
        Iterator<Subgraph> graphs = quantized.subgraphs().iterator();
        for (Subgraph graph : floats.subgraphs()) {
            if (graphs.hasNext()) {
                constants.put(makers(graphs.next()), graph);
            }
        }
    }

    /** By a tensor's name, what computes it, before it is converted. */
    private static Map<String, Operator> makers(Subgraph graph) {
        var makers = new HashMap<String, Operator>();
        for (Operator operator : graph.operators()) {
            Optional<Operator> maker = operator.isConversion()
                    ? operator.input(0).map(Tensor::name).map(makers::get)
                    : Optional.of(operator);
            maker.ifPresent(found -> operator.outputs().forEach(tensor -> makers.put(tensor.name(), found)));
        }
        return makers;
    }

    private void put(Map<String, Operator> makers, Subgraph graph) {
        for (Operator operator : graph.operators()) {
            operator.output(0)
                    .map(Tensor::name)
                    .map(makers::get)
                    .filter(maker -> maker.type() == operator.type())
                    .ifPresent(maker -> put(maker, operator));
        }
    }

    private void put(Operator quantized, Operator floats) {
        for (int i = 0; i < Math.min(quantized.inputCount(), floats.inputCount()); i++) {
            Optional<Tensor> present = floats.input(i);
            Optional<Tensor> integers = quantized.input(i).filter(DequantizedConstants::areReadable);
            if (present.isPresent() && integers.isPresent() && isReplaced(present.get(), integers.get())) {
                put(integers.get(), floats, i);
            }
        }
    }

    private static boolean areReadable(Tensor tensor) {
        return tensor.isConstant()
                && !tensor.isSparse()
                && tensor.blockwise().isEmpty()
                && Encoding.of(tensor).filter(encoding -> !encoding.isReal()).isPresent();
    }

    private static boolean isReplaced(Tensor present, Tensor integers) {
        return present.isConstant()
                && present.type() == TensorType.FLOAT32
                && present.shape().equals(integers.shape());
    }

    private void put(Tensor integers, Operator floats, int position) {
        Tensor present = floats.input(position).orElseThrow();
        BufferContent content = BufferContent.computed(
                Float.BYTES * integers.shape().elements(),
                out -> integers.contentIn(Encoding.FLOAT32).writeTo(out));
        if (present.consumers().size() == 1) {
            editor.tensor(present).data(content);
        } else {
            GraphEditor graph = editor.graph(floats.subgraph());
            Tensor own = graph.addTensor(graph.uniqueName(present.name()), TensorType.FLOAT32, present.shape())
                    .data(content)
                    .tensor();
            editor.operator(floats).input(position, own);
        }
    }
}
