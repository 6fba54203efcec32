package io.lapidary.model.shape;

import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/**
 * Works out the shapes of all tensors for given shapes of the inputs, as the runtime's kernels would, without running anything.
 * Arithmetic on shapes within the graph (SHAPE, STRIDED_SLICE, PACK before a RESHAPE and the like) is followed.
 */
public final class ShapeInference {
    private ShapeInference() {}

    /**
     * @param graph the graph to walk, with the subgraphs it calls
     * @param inputs shapes by the input tensors' names, without dynamic dimensions; an input left out keeps the shape it has
     * @throws IllegalArgumentException if there is no such input, or a shape is dynamic or of another rank
     */
    public static InferredShapes infer(Subgraph graph, Map<String, Shape> inputs) {
        inputs.forEach((name, shape) -> require(graph, name, shape));
        var inference = new Inference();
        for (Tensor input : graph.inputs()) {
            inference.put(input, inputs.getOrDefault(input.name(), input.shape()));
        }
        inference.walk(graph);
        return new InferredShapes(inference.shapes(), inference.unknown());
    }

    /** Whether the output shapes of an operator are known at all. */
    public static boolean knows(BuiltinOperator type) {
        return Inference.knows(type);
    }

    private static void require(Subgraph graph, String name, Shape shape) {
        var input = graph.inputs().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(graph + " has no input '" + name + "'; it has "
                        + graph.inputs().stream().map(Tensor::name).toList()));
        if (!shape.isStatic() || shape.rank() != input.shape().rank()) {
            throw new IllegalArgumentException("the input " + input + " cannot take the shape " + shape
                    + ": it must be static and of rank " + input.shape().rank());
        }
    }
}
