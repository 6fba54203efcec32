package io.lapidary.backend.cpu.internal.place;

import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** QUANTIZE and DEQUANTIZE, which change the type. */
final class Conversions {
    private Conversions() {}

    /** Float to 8 bits, or between 8-bit scales of one signedness. */
    static Optional<String> quantize(Operator operator) {
        Tensor input = operator.input(0).orElseThrow();
        Tensor output = operator.output();
        if (!isQuantized8(output)) {
            return Optional.of("XNNPACK quantizes to 8 bits with one scale alone.");
        }
        if (input.type() == TensorType.FLOAT32) {
            return Optional.empty();
        }
        if (!isQuantized8(input) || input.type() != output.type()) {
            return Optional.of("XNNPACK requantizes between 8-bit data of one signedness alone.");
        }
        return Scales.each(1.0 / 256, 128.0 + 1e-9).refusal(operator);
    }

    /** 8 bits to float. A constant that is merely unpacked goes with those that read it instead. */
    static Optional<String> dequantize(Operator operator) {
        Tensor input = operator.input(0).orElseThrow();
        return isQuantized8(input) && operator.output().type() == TensorType.FLOAT32
                ? Optional.empty()
                : Optional.of("XNNPACK dequantizes 8-bit data with one scale, to float32, alone.");
    }

    private static boolean isQuantized8(Tensor tensor) {
        boolean eight = tensor.type() == TensorType.INT8 || tensor.type() == TensorType.UINT8;
        return eight && tensor.quantization().filter(q -> q.count() == 1).isPresent();
    }
}
