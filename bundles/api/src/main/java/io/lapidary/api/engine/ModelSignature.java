package io.lapidary.api.engine;

import java.util.List;
import java.util.Objects;

/**
 * One way to call a model.
 *
 * @param key the signature's name; empty for the primary subgraph of a model without signatures
 * @param inputs in the order of the subgraph's inputs
 * @param outputs in the order of the subgraph's outputs
 */
public record ModelSignature(String key, List<InterfaceTensor> inputs, List<InterfaceTensor> outputs) {
    public ModelSignature {
        Objects.requireNonNull(key, "key");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
