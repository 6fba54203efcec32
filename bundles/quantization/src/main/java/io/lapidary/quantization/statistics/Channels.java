package io.lapidary.quantization.statistics;

import io.lapidary.model.Tensor;

/** Numbers of channels. */
final class Channels {
    private Channels() {}

    /** The size of the last axis; 1 for a scalar; 0 where it is not known. */
    static int of(Tensor tensor) {
        var shape = tensor.shapeSignature();
        return shape.rank() == 0 ? 1 : Math.max(0, shape.last());
    }

    static int greatestCommon(int a, int b) {
        return b == 0 ? a : greatestCommon(b, a % b);
    }

    static int leastCommon(int a, int b) {
        return a / greatestCommon(a, b) * b;
    }

    /** As many of the statistics' channels as the elements of a tensor, in another order of axes, can still be told by. */
    static ChannelStatistics fitting(ChannelStatistics statistics, Tensor made) {
        // Of a last axis that is known at run time only, greatestCommon leaves all of them: what reads it knows more.
        return statistics.folded(greatestCommon(statistics.channels(), of(made)));
    }
}
