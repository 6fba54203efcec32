package io.lapidary.model.summary;

import java.util.Optional;

import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * An input or output of a model.
 *
 * @param name the tensor's name
 * @param type element type
 * @param shape -1 where a dimension is dynamic
 * @param quantization its scale and zero point, if it is quantized
 */
public record PortSummary(String name, TensorType type, Shape shape, Optional<Quantization> quantization) {
    static PortSummary of(Tensor tensor) {
        return new PortSummary(
                tensor.name(),
                tensor.type(),
                tensor.shapeSignature(),
                tensor.quantization().filter(found -> found.count() > 0));
    }
}
