package io.lapidary.quantization.integer.rule;

import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Tensors of real numbers, which integers can stand for. */
public final class Reals {
    private Reals() {}

    public static boolean isReal(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT32;
    }
}
