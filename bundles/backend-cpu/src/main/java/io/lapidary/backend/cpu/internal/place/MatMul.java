package io.lapidary.backend.cpu.internal.place;

import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** BATCH_MATMUL of two activations, or of one with constant weights. */
final class MatMul {
    private MatMul() {}

    static Optional<String> refusal(Operator operator) {
        Tensor left = operator.input(0).orElseThrow();
        Tensor right = operator.input(1).orElseThrow();
        if (left.shape().rank() < 2 || right.shape().rank() < 2) {
            return Optional.of("XNNPACK takes BATCH_MATMUL of at least 2 dimensions.");
        }
        if (right.type() == left.type()) {
            return left.type() == TensorType.FLOAT32 ? Optional.empty() : quantized(left);
        }
        boolean hybrid = left.type() == TensorType.FLOAT32 && right.type() == TensorType.INT8 && right.isConstant();
        return hybrid
                ? Optional.empty()
                : Optional.of("XNNPACK has no kernel for BATCH_MATMUL of "
                        + left.type().name().toLowerCase(Locale.ROOT) + " by "
                        + right.type().name().toLowerCase(Locale.ROOT) + ".");
    }

    private static Optional<String> quantized(Tensor left) {
        return left.type() == TensorType.INT8
                ? Optional.empty()
                : Optional.of("XNNPACK takes 8-bit BATCH_MATMUL in int8 alone.");
    }
}
