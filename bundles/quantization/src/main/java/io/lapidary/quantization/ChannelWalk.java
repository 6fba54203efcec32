package io.lapidary.quantization;

import io.lapidary.model.ChannelLayout;

/** Follows the channels of a row-major tensor from its first element on. */
public final class ChannelWalk {
    private final int channels;
    private final int inner;
    private int channel;
    private int left;

    public ChannelWalk(ChannelLayout layout) {
        this.channels = layout.channels();
        this.inner = layout.inner();
        this.left = inner;
    }

    /** The channel of the next element. */
    public int channel() {
        return channel;
    }

    /** How many elements, of the next {@code limit}, are of the same channel. */
    public int run(int limit) {
        return Math.min(left, limit);
    }

    /** Passes that many elements, which must be of one channel. */
    public void advance(int elements) {
        left -= elements;
        if (left == 0) {
            left = inner;
            channel = channel + 1 == channels ? 0 : channel + 1;
        }
    }
}
