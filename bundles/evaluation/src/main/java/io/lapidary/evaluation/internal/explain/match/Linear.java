package io.lapidary.evaluation.internal.explain.match;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * Where an operator that multiplies data by weights has what.
 *
 * @param data input of the data
 * @param bias input of the bias
 * @param axis of the weights, input 1, along which their scales may be
 */
public record Linear(int data, int bias, int axis) {
    public static final int WEIGHTS = 1;

    public static Optional<Linear> of(Operator operator) {
        return switch (operator.type()) {
            case CONV_2D, FULLY_CONNECTED -> Optional.of(new Linear(0, 2, 0));
            case DEPTHWISE_CONV_2D -> Optional.of(new Linear(0, 2, 3));
            case TRANSPOSE_CONV -> Optional.of(new Linear(2, 3, 0));
            default -> Optional.empty();
        };
    }

    public Optional<Tensor> bias(Operator operator) {
        return operator.input(bias);
    }

    /** Whether there is no bias, or one of integers that nobody else reads. */
    public boolean canRescale(Operator operator) {
        return bias(operator)
                .map(tensor -> tensor.isConstant()
                        && Conversions.isInteger(tensor)
                        && tensor.consumers().size() == 1
                        && (tensor.type() == TensorType.INT32 || tensor.type() == TensorType.INT64)
                        && ConstantValues.of(tensor).isPresent())
                .orElse(true);
    }

    /**
     * Writes a bias in other scales.
     *
     * @param scales one, or one for each element
     */
    public static void rescale(ModelEditor editor, Tensor bias, float[] scales) {
        write(editor, bias, ConstantValues.of(bias).orElseThrow().all(), scales);
    }

    /** Writes a bias of other real numbers. */
    public static void write(ModelEditor editor, Tensor bias, double[] values, float[] scales) {
        boolean wide = bias.type() == TensorType.INT64;
        var bytes = ByteBuffer.allocate(values.length * (wide ? Long.BYTES : Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int c = 0; c < values.length; c++) {
            double integer = Math.rint(values[c] / scales[scales.length == 1 ? 0 : c]);
            if (wide) {
                bytes.putLong((long) integer);
            } else {
                // A cast holds what is too large at the ends of the range.
                bytes.putInt((int) integer);
            }
        }
        editor.tensor(bias)
                .data(BufferContent.of(bytes.flip()))
                .quantization(
                        scales.length == 1 ? Quantization.perTensor(scales[0], 0) : Quantization.perChannel(scales, 0));
    }
}
