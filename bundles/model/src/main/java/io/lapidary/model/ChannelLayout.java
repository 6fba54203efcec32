package io.lapidary.model;

/**
 * Where the channels of a row-major tensor lie: element {@code ((o * channels) + c) * inner + i} is of channel {@code c}.
 *
 * @param outer product of the dimensions before the channel axis
 * @param channels size of the channel axis; 1 for a tensor taken as a whole
 * @param inner product of the dimensions after it
 */
public record ChannelLayout(int outer, int channels, int inner) {
    /** One channel: the whole tensor. */
    public static ChannelLayout whole(Shape shape) {
        return new ChannelLayout(1, 1, Math.toIntExact(shape.elements()));
    }

    /** @param axis of the channels, from 0 */
    public static ChannelLayout of(Shape shape, int axis) {
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < shape.rank(); i++) {
            if (i < axis) {
                outer = Math.multiplyExact(outer, shape.dim(i));
            } else if (i > axis) {
                inner = Math.multiplyExact(inner, shape.dim(i));
            }
        }
        return new ChannelLayout(outer, shape.dim(axis), inner);
    }

    /** The channel of an element, which is counted from 0. */
    public int channel(int element) {
        return element / inner % channels;
    }

    public int elements() {
        return outer * channels * inner;
    }
}
