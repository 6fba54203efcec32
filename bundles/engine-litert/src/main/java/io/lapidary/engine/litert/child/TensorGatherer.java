package io.lapidary.engine.litert.child;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.tensor.ElementType;

/** Gathers one tensor's statistics, sample by sample, piece by piece. Used by one thread at a time. */
final class TensorGatherer {
    private final String name;
    private final int index;
    private final int bins;
    private final int channels;
    private final RangeGatherer range = new RangeGatherer();
    private final Optional<MomentsGatherer> moments;
    private Optional<HistogramGatherer> histogram = Optional.empty();
    private boolean secondPass;

    /**
     * @param tensor as it is when allocated
     * @param moments whether to gather them
     * @param bins of a histogram; 0 for none
     */
    TensorGatherer(Tensor tensor, boolean moments, int bins) {
        this.name = tensor.name();
        this.index = tensor.index();
        this.bins = bins;
        List<Integer> shape = tensor.shape();
        this.channels = Math.max(1, shape.isEmpty() ? 1 : shape.get(shape.size() - 1));
        this.moments = moments ? Optional.of(new MomentsGatherer(channels)) : Optional.empty();
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    /** Lays a histogram over the range seen so far, which the samples to come fill. */
    void beginSecondPass() {
        secondPass = true;
        histogram = Optional.of(new HistogramGatherer(range.min(), range.max(), bins));
    }

    /** Takes a sample. */
    void add(Tensor tensor, Scratch scratch) throws LapidaryException {
        if (!tensor.hasData()) {
            return;
        }
        ByteBuffer data = tensor.buffer();
        var reader = FloatReader.of(tensor);
        int elements = (int) (tensor.bytes() * 8 / reader.type().bits());
        if (!secondPass) {
            range.beginSample();
        }
        for (int from = 0; from < elements; from += Scratch.PIECE) {
            add(data, reader, from, Math.min(Scratch.PIECE, elements - from), scratch);
        }
        if (!secondPass) {
            range.endSample();
        }
    }

    private void add(ByteBuffer data, FloatReader reader, int from, int n, Scratch scratch) {
        boolean plain = reader.type() == ElementType.FLOAT32;
        if (!plain || secondPass || moments.isPresent()) {
            reader.read(data, from, scratch.values, n);
        }
        if (secondPass) {
            histogram.ifPresent(gatherer -> gatherer.add(scratch.values, n));
            return;
        }
        if (plain) {
            data.slice(4 * from, 4 * n).order(data.order()).asIntBuffer().get(scratch.bits, 0, n);
        } else {
            for (int i = 0; i < n; i++) {
                scratch.bits[i] = Float.floatToRawIntBits(scratch.values[i]);
            }
        }
        boolean finite = range.add(scratch.bits, n);
        moments.ifPresent(gatherer -> gatherer.add(scratch.values, from, n, finite));
    }

    StatisticsResult.TensorSummary summary() {
        var gathered = moments.map(MomentsGatherer::moments)
                .orElseGet(() -> new MomentsGatherer.Moments(0, 0, List.of(), List.of()));
        return new StatisticsResult.TensorSummary(
                range.min(),
                range.max(),
                range.averageMin(),
                range.averageMax(),
                gathered.mean(),
                gathered.variance(),
                gathered.channelMeans(),
                gathered.channelVariances(),
                histogram.map(HistogramGatherer::histogram),
                range.nonFinite());
    }

    /** What a thread works in. */
    static final class Scratch {
        /** Small enough for a processor's second cache. */
        static final int PIECE = 1 << 14;

        private final float[] values = new float[PIECE];
        private final int[] bits = new int[PIECE];
    }
}
