package io.lapidary.quantization.integer.rewriting;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.WeightRounding;
import io.lapidary.quantization.integer.constant.WeightScales;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.layer.PositiveReaders;

/**
 * What is added to biases so that the rounding of weights does not move the mean of an operator's outputs:
 * {@code -(W_q - W) E[x]} by channel (Nagel et al. 2019, section 4.2), with the inputs' means as samples gave them. Means are by
 * channel of the input, so what padding adds at the borders is not seen.
 */
public final class BiasShifts {
    private final Map<Tensor, double[]> means;

    /** @param means of tensors, by index of the last axis; none for no correction */
    public BiasShifts(Map<Tensor, double[]> means) {
        this.means = means;
    }

    /** One number per output channel; none where nothing is known, or where what reads the outputs must not see them below 0. */
    List<Float> of(Operator operator, WeightScales scales, WeightRounding rounding, OperatorRule.Bias slot) {
        Optional<double[]> mean = operator.input(slot.data()).map(means::get);
        Tensor weights = operator.input(slot.weight().input()).orElseThrow();
        Shape shape = weights.shape();
        boolean depthwise = operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        if (mean.isEmpty()
                || operator.type() == BuiltinOperator.TRANSPOSE_CONV
                || PositiveReaders.of(operator).isPresent()
                || shape.last() % mean.get().length != 0
                || !depthwise && shape.last() != mean.get().length) {
            return List.of();
        }
        double[] sums = depthwise
                ? bySteps(weights, scales, rounding, mean.get())
                : byRows(weights, shape.dim(0), scales, rounding, mean.get());
        var shifts = new ArrayList<Float>(sums.length);
        for (double sum : sums) {
            shifts.add((float) sum);
        }
        return shifts;
    }

    /** Of weights [outputs, ..., inputs]. */
    private static double[] byRows(
            Tensor weights, int outputs, WeightScales scales, WeightRounding rounding, double[] mean) {
        double[] sums = new double[outputs];
        float[] row = new float[Math.toIntExact(weights.shape().elements() / Math.max(1, outputs))];
        FloatBuffer values = weights.data().asFloatBuffer();
        for (int channel = 0; channel < outputs; channel++) {
            values.get(row);
            double step = scales.scale(channel);
            double sum = 0;
            for (int i = 0; i < row.length; ) {
                for (int input = 0; input < mean.length; input++, i++) {
                    sum -= error(row[i], step, rounding, channel * row.length + i) * mean[input];
                }
            }
            sums[channel] = sum;
        }
        return sums;
    }

    /** Of weights [..., inputs x multiplier], each of one channel. */
    private static double[] bySteps(Tensor weights, WeightScales scales, WeightRounding rounding, double[] mean) {
        double[] sums = new double[weights.shape().last()];
        int multiplier = sums.length / mean.length;
        FloatBuffer values = weights.data().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            int channel = i % sums.length;
            sums[channel] -= error(values.get(i), scales.scale(channel), rounding, i) * mean[channel / multiplier];
        }
        return sums;
    }

    private static double error(float weight, double step, WeightRounding rounding, int element) {
        return rounding.round(weight / step, element) * step - weight;
    }
}
