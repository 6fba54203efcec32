package io.lapidary.model.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

/**
 * What was inferred.
 *
 * @param shapes static shapes of inputs and activations
 * @param unknown the operators whose outputs are unknown, each with the reason
 */
public record InferredShapes(Map<Tensor, Shape> shapes, Map<Operator, String> unknown) {
    public InferredShapes {
        shapes = new LinkedHashMap<>(shapes);
        unknown = new LinkedHashMap<>(unknown);
    }

    /** Empty for what is unknown, and for constants. */
    public Optional<Shape> shape(Tensor tensor) {
        return Optional.ofNullable(shapes.get(tensor));
    }

    /** Whether every operator's outputs are known. */
    public boolean isComplete() {
        return unknown.isEmpty();
    }

    /** Writes the shapes into the model; tensors that are unknown stay as they are. */
    public void apply(ModelEditor editor) {
        shapes.forEach((tensor, shape) -> editor.tensor(tensor).shape(shape));
    }
}
