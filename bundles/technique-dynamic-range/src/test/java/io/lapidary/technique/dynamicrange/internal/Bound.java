package io.lapidary.technique.dynamicrange.internal;

import java.util.List;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * The signal-to-noise ratio that rounding leaves: a step of {@code s} adds noise of energy {@code s^2 / 12} per element, and a
 * sum of products has the relative noise of both factors added.
 */
final class Bound {
    /** Normally distributed activations of a few thousand elements end here; 127 steps lead up to it. */
    private static final double ACTIVATION_STEP = 4.5 / 127;

    /** The figure is an expectation over random errors. */
    private static final double MARGIN_DB = 1.5;

    /** A state goes around six times, is rounded anew each time, and its gates multiply what is rounded. */
    private static final double RECURRENT_DB = 9;

    private Bound() {}

    /** Of an operator that a hybrid kernel computes, in dB. */
    static double hybrid(Operator operator) {
        List<Tensor> weights = HybridRule.of(operator).orElseThrow().weights().stream()
                .flatMap(position -> operator.input(position).stream())
                .toList();
        double noise = weights.stream().mapToDouble(Bound::noise).max().orElseThrow();
        return switch (operator.type()) {
            case EMBEDDING_LOOKUP -> decibels(noise) - MARGIN_DB;
            case CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, FULLY_CONNECTED, BATCH_MATMUL ->
                decibels(noise + ACTIVATION_STEP * ACTIVATION_STEP / 12) - MARGIN_DB;
            default -> decibels(noise + ACTIVATION_STEP * ACTIVATION_STEP / 12) - RECURRENT_DB;
        };
    }

    /** Of the weights of a model that are dequantized before they are used, in dB. */
    static double stored(List<Operator> operators) {
        return operators.stream()
                .filter(operator -> operator.type() == BuiltinOperator.DEQUANTIZE)
                .mapToDouble(operator -> decibels(noise(operator.inputs().get(0))) - MARGIN_DB)
                .min()
                .orElseThrow();
    }

    /** The energy of the rounding noise as a share of the weights' own. */
    private static double noise(Tensor weights) {
        if (weights.type() != TensorType.INT8) {
            throw new AssertionError(weights + " is not int8");
        }
        var quantization = weights.quantization().orElseThrow();
        var data = weights.data();
        int inner = 1;
        for (int i = quantization.axis() + 1; i < weights.shape().rank(); i++) {
            inner *= weights.shape().dim(i);
        }
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < data.limit(); i++) {
            double scale = quantization.scale(quantization.count() == 1 ? 0 : i / inner % quantization.count());
            signal += Math.pow(data.get(i) * scale, 2);
            noise += scale * scale / 12;
        }
        return noise / signal;
    }

    private static double decibels(double noise) {
        return -10 * Math.log10(noise);
    }
}
