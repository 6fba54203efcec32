package io.lapidary.quantization.statistics;

import java.nio.FloatBuffer;
import java.util.Optional;

import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Constants that have one number for each channel. */
final class ConstantChannels {
    private ConstantChannels() {}

    /** The numbers by channel; empty if they differ from place to place, or are none. */
    static Optional<double[]> of(Tensor tensor) {
        int channels = Channels.of(tensor);
        if (!tensor.isConstant() || tensor.type() != TensorType.FLOAT32 || tensor.isVariable() || channels == 0) {
            return Optional.empty();
        }
        FloatBuffer values = tensor.data().asFloatBuffer();
        double[] numbers = new double[channels];
        for (int i = 0; i < values.limit(); i++) {
            if (i < channels) {
                numbers[i] = values.get(i);
            } else if (numbers[i % channels] != values.get(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers).filter(found -> values.limit() >= channels);
    }
}
