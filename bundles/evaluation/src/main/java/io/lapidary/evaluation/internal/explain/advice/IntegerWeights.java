package io.lapidary.evaluation.internal.explain.advice;

import io.lapidary.evaluation.internal.explain.match.Channels;
import io.lapidary.evaluation.internal.explain.match.ConstantValues;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.evaluation.internal.explain.match.Rescaling;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/** Makes int8 weights, symmetric and without -128, of the original's numbers. */
final class IntegerWeights {
    private static final int MOST = 127;

    private IntegerWeights() {}

    /**
     * Writes an operator's weights anew, and its bias in the scale that follows.
     *
     * @param operator of the model that is edited
     * @param exact the original's weights
     * @param rescaling by what they are multiplied
     * @param perChannel whether they get a scale for each channel
     * @param bias real numbers of the bias; none where the operator has none
     */
    static void write(
            ModelEditor editor,
            Operator operator,
            ConstantValues exact,
            Rescaling rescaling,
            boolean perChannel,
            double[] bias) {
        Linear linear = Linear.of(operator).orElseThrow();
        Tensor weights = operator.input(Linear.WEIGHTS).orElseThrow();
        var channels = new Channels(weights.shape(), perChannel ? linear.axis() : -1);
        float[] scales = new float[channels.count()];
        for (int i = 0; i < exact.count(); i++) {
            int channel = channels.of(i);
            double magnitude = Math.abs(exact.get(i) * rescaling.of(i)) / MOST;
            scales[channel] = Math.max(scales[channel], (float) magnitude);
        }
        for (int c = 0; c < scales.length; c++) {
            scales[c] = scales[c] >= Float.MIN_NORMAL ? scales[c] : 1;
        }
        byte[] integers = new byte[exact.count()];
        for (int i = 0; i < integers.length; i++) {
            double steps = exact.get(i) * rescaling.of(i) / scales[channels.of(i)];
            integers[i] = (byte) Math.max(-MOST, Math.min(MOST, Math.rint(steps)));
        }
        editor.tensor(weights)
                .data(BufferContent.of(integers))
                .quantization(
                        perChannel
                                ? Quantization.perChannel(scales, linear.axis())
                                : Quantization.perTensor(scales[0], 0));
        float data = operator.input(linear.data())
                .flatMap(Tensor::quantization)
                .orElseThrow()
                .scale(0);
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= data;
        }
        linear.bias(operator).ifPresent(tensor -> Linear.write(editor, tensor, bias, scales));
    }

    /** The bias of an operator as real numbers; none where it has none. */
    static double[] bias(Operator operator) {
        return Linear.of(operator)
                .flatMap(linear -> linear.bias(operator))
                .flatMap(ConstantValues::of)
                .map(ConstantValues::all)
                .orElse(new double[0]);
    }
}
