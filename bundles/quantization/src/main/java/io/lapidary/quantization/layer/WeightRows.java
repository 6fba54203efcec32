package io.lapidary.quantization.layer;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;

/**
 * A tensor of weights as rows: one row for each output channel, in the order of the patches that it is multiplied by.
 *
 * @param outputs rows
 * @param length weights of a row
 * @param groups into which input channels are divided; rows of a group lie together and read its patches
 * @param rowStride elements of the tensor from one row to the next
 * @param stride elements of the tensor from one weight of a row to the next
 */
public record WeightRows(int outputs, int length, int groups, int rowStride, int stride) {
    /** Where a weight lies in the tensor. */
    public int element(int output, int i) {
        return output * rowStride + i * stride;
    }

    /** The group whose patches a row is multiplied by. */
    public int group(int output) {
        return output / (outputs / groups);
    }

    /** A row's weights. */
    public double[] row(FloatBuffer weights, int output) {
        return row(weights, output, 0, length);
    }

    /** A row's weights from one to before another. */
    public double[] row(FloatBuffer weights, int output, int from, int to) {
        double[] row = new double[to - from];
        for (int i = from; i < to; i++) {
            row[i - from] = weights.get(element(output, i));
        }
        return row;
    }

    /** The tensor with a channel for each row. */
    public ChannelLayout layout() {
        return stride == 1 ? new ChannelLayout(1, outputs, length) : new ChannelLayout(length, outputs, 1);
    }
}
