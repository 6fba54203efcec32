package io.lapidary.evaluation.internal.explain.advice;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.evaluation.internal.explain.match.ConstantValues;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.evaluation.internal.explain.match.Rescaling;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Makes int8 weights, symmetric and without -128, of the original's numbers. */
final class IntegerWeights {
    private static final int MOST = 127;

    private IntegerWeights() {}

    /**
     * Writes an operator's weights anew, and its bias in the scale that follows.
     *
     * @param operator of the model that is edited
     * @param before the original's
     * @param factors by which activations of the original are multiplied, by channel
     * @param perChannel whether they get a scale for each channel
     * @param bias real numbers of the bias; none where the operator has none
     */
    static void write(
            ModelEditor editor,
            Operator operator,
            Operator before,
            Map<Tensor, List<Double>> factors,
            boolean perChannel,
            double[] bias) {
        Linear linear = Linear.of(operator).orElseThrow();
        Tensor weights = operator.input(Linear.WEIGHTS).orElseThrow();
        ConstantValues exact = exact(before).orElseThrow();
        var rescaling = Rescaling.of(before, weights.shape(), linear.axis(), factors);
        ChannelLayout layout =
                perChannel ? ChannelLayout.of(weights.shape(), linear.axis()) : ChannelLayout.whole(weights.shape());
        float[] scales = new float[layout.channels()];
        for (int i = 0; i < exact.count(); i++) {
            int channel = layout.channel(i);
            double magnitude = Math.abs(exact.get(i) * rescaling.of(i)) / MOST;
            scales[channel] = Math.max(scales[channel], (float) magnitude);
        }
        for (int c = 0; c < scales.length; c++) {
            scales[c] = scales[c] >= Float.MIN_NORMAL ? scales[c] : 1;
        }
        byte[] integers = new byte[exact.count()];
        for (int i = 0; i < integers.length; i++) {
            double steps = exact.get(i) * rescaling.of(i) / scales[layout.channel(i)];
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

    /** Whether an operator's weights are int8 that nobody else reads, and its bias can follow them. */
    static boolean canWrite(Operator operator) {
        return Linear.of(operator)
                .filter(linear -> linear.canRescale(operator))
                .flatMap(linear -> operator.input(Linear.WEIGHTS))
                .filter(weights -> weights.isConstant()
                        && weights.type() == TensorType.INT8
                        && weights.isQuantized()
                        && weights.consumers().size() == 1
                        && !weights.isSparse())
                .isPresent();
    }

    /** The weights of an operator of the original; empty where they are not constant. */
    static Optional<ConstantValues> exact(Operator before) {
        return before.input(Linear.WEIGHTS).flatMap(Conversions::constant).flatMap(ConstantValues::of);
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
