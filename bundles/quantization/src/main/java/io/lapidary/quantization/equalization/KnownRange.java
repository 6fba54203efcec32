package io.lapidary.quantization.equalization;

import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Ranges that activations cannot leave, whatever the input is: they follow from the operators alone. */
record KnownRange(double least, double most) {
    private static final int DEPTH = 16;

    static Optional<KnownRange> of(Tensor tensor) {
        return of(tensor, DEPTH);
    }

    private static Optional<KnownRange> of(Tensor tensor, int depth) {
        Optional<Operator> producer = tensor.producer();
        if (producer.isEmpty() || depth == 0) {
            return Optional.empty();
        }
        Operator operator = producer.get();
        return switch (operator.type()) {
            case RELU6 -> Optional.of(new KnownRange(0, 6));
            case RELU_0_TO_1, LOGISTIC, SOFTMAX -> Optional.of(new KnownRange(0, 1));
            case RELU_N1_TO_1, TANH -> Optional.of(new KnownRange(-1, 1));
            case MAX_POOL_2D, AVERAGE_POOL_2D, RESHAPE, SQUEEZE, EXPAND_DIMS, MEAN, TRANSPOSE, RESIZE_BILINEAR ->
                ofActivation(operator).or(() -> operator.input(0).flatMap(data -> of(data, depth - 1)));
            default -> ofActivation(operator);
        };
    }

    private static Optional<KnownRange> ofActivation(Operator operator) {
        return switch (operator.options().fusedActivation()) {
            case "RELU6" -> Optional.of(new KnownRange(0, 6));
            case "RELU_N1_TO_1" -> Optional.of(new KnownRange(-1, 1));
            default -> Optional.empty();
        };
    }

    /** The largest value that each output channel of a layer can have before its activation. */
    double[] largestOutputs(Layer layer) {
        double[] largest = new double[layer.geometry().outputs()];
        layer.bias().ifPresent(bias -> {
            var values = bias.data().asFloatBuffer();
            for (int c = 0; c < largest.length; c++) {
                largest[c] = values.get(c);
            }
        });
        // Zeros stand in for what lies beyond an edge.
        double low = Math.min(0, least);
        double high = Math.max(0, most);
        Extents.walk(layer, (weight, output, input) -> largest[output] += Math.max(weight * low, weight * high));
        return largest;
    }
}
