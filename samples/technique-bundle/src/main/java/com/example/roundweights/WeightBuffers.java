package com.example.roundweights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.Buffer;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Finds the buffers of a model that hold float weights and nothing else. */
final class WeightBuffers {
    private WeightBuffers() {}

    /** In the file's order. Several tensors, of several subgraphs too, may share a buffer: it is listed once. */
    static List<Buffer> of(Model model) {
        Map<Buffer, List<Tensor>> readers = new LinkedHashMap<>();
        model.subgraphs().stream()
                .flatMap(graph -> graph.tensors().stream())
                .filter(Tensor::isConstant)
                .forEach(tensor -> readers.computeIfAbsent(tensor.buffer(), buffer -> new ArrayList<>())
                        .add(tensor));
        var found = new ArrayList<Buffer>();
        readers.forEach((buffer, tensors) -> {
            // users() counts metadata entries too: such a buffer is not the weights' alone.
            if (tensors.size() == buffer.users() && tensors.stream().allMatch(WeightBuffers::isWeight)) {
                found.add(buffer);
            }
        });
        return found;
    }

    /** Biases and scalars (rank below 2) stay: they are few. What a custom operator reads stays: nobody knows what it means there. */
    private static boolean isWeight(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT32
                && tensor.shape().rank() >= 2
                && !tensor.isOutput()
                && !tensor.isVariable()
                && !tensor.consumers().isEmpty()
                && tensor.consumers().stream()
                        .noneMatch(operator -> operator.type() == BuiltinOperator.CUSTOM
                                || operator.type() == BuiltinOperator.DELEGATE);
    }
}
