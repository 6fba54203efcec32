package io.lapidary.api.engine;

import java.util.Objects;

import io.lapidary.api.tensor.TensorSpec;

/**
 * An input or output of a model.
 *
 * @param spec the tensor's own name, type and shape; the batch dimension first, -1 where it is dynamic
 * @param key the name within its signature; the tensor's name where there is no signature
 * @param scale of a per-tensor quantized tensor, else 0
 * @param zeroPoint of a per-tensor quantized tensor, else 0
 */
public record InterfaceTensor(TensorSpec spec, String key, float scale, long zeroPoint) {
    public InterfaceTensor {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(key, "key");
    }

    public boolean isQuantized() {
        return scale > 0;
    }
}
