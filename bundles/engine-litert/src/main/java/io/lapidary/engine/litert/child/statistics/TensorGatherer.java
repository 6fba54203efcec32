package io.lapidary.engine.litert.child.statistics;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** Looks at one tensor of one interpreter, sample by sample, piece by piece. Used by one thread. */
final class TensorGatherer {
    /** A histogram counts about so many elements of a tensor in all ... */
    private static final int COUNTED = 1 << 20;
    /** ... but about so many of each sample at least. */
    private static final int LEAST_COUNTED = 1 << 13;

    /** Elements of a piece, if that is a multiple of the channels: within a processor's first caches. */
    private static final int PIECE = 1 << 11;
    /** Squares of these and beyond are summed in double precision. */
    private static final float LARGE = 1e15f;

    private static final float SMALL = 1e-15f;

    private final String name;
    private final int index;
    private final int channels;
    /** Of a piece; a multiple of the channels. */
    private final int width;

    private final Wanted wanted;
    private final int counted;
    private final Optional<GrowingHistogram> histogram;
    private SampleRange.Seen range = new SampleRange.Seen(1, 0, 0);
    private Optional<SampleMoments.Channels> moments = Optional.empty();
    private Optional<SampleRange.Channels> channelRanges = Optional.empty();

    /**
     * @param tensor as it is when allocated
     * @param counted elements of a sample that a histogram counts, about; see {@link #counted(long)}
     */
    TensorGatherer(Tensor tensor, Wanted wanted, int counted) {
        this.name = tensor.name();
        this.index = tensor.index();
        List<Integer> shape = tensor.shape();
        this.channels = Math.max(1, shape.isEmpty() ? 1 : shape.get(shape.size() - 1));
        this.width = channels * Math.max(1, PIECE / channels);
        this.wanted = wanted;
        this.counted = counted;
        this.histogram = wanted.bins() > 0 ? Optional.of(new GrowingHistogram(wanted.bins())) : Optional.empty();
    }

    /** How many elements of a sample are enough for a histogram over so many samples. */
    static int counted(long samples) {
        return (int) Math.max(LEAST_COUNTED, COUNTED / samples);
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    int channels() {
        return channels;
    }

    private interface Sink {
        void take(float[] values, int n);
    }

    /** Looks at a sample; its range and moments stay until the next. */
    void add(Tensor tensor, long sample, Scratch scratch) throws LapidaryException {
        range = new SampleRange.Seen(1, 0, 0);
        moments = Optional.empty();
        channelRanges = Optional.empty();
        if (!tensor.hasData()) {
            return;
        }
        var reader = FloatReader.of(tensor);
        int elements = (int) (tensor.bytes() * 8 / reader.type().bits());
        var source = new Source(tensor.buffer(), reader, elements, scratch.values(width));
        scratch.range.begin(Math.min(width, elements));
        scratch.moments.begin(channels, width);
        each(source, wanted.moments() ? scratch::addBoth : scratch.range::add);
        boolean finite = scratch.range.end();
        if (!finite) {
            each(source, scratch.range::addOneByOne);
        }
        range = scratch.range.seen();
        if (wanted.channelRanges() && finite) {
            channelRanges = Optional.of(scratch.range.channels(channels));
        }
        if (wanted.moments()) {
            if (!finite || range.magnitude() > LARGE || range.magnitude() < SMALL) {
                scratch.moments.begin(channels, width);
                each(source, scratch.moments::addOneByOne);
            }
            moments = Optional.of(scratch.moments.end());
        }
        if (histogram.isPresent()) {
            histogram.get().reach(range.magnitude());
            count(source, sample, finite ? histogram.get()::add : histogram.get()::addFinite);
        }
    }

    private record Source(ByteBuffer data, FloatReader reader, int elements, float[] values) {
        void pass(int from, int most, Sink sink) {
            int n = Math.min(most, elements - from);
            reader.read(data, from, values, n);
            sink.take(values, n);
        }
    }

    private void each(Source source, Sink sink) {
        for (int from = 0; from < source.elements(); from += width) {
            source.pass(from, width, sink);
        }
    }

    /**
     * Counts all elements, or of a large tensor those at every so many positions, with all channels of each; at others in each
     * sample.
     */
    private void count(Source source, long sample, Sink sink) {
        int every = source.elements() / counted + 1;
        int row = every == 1 ? width : channels;
        long step = (long) every * row;
        for (long from = sample % every * row; from < source.elements(); from += step) {
            source.pass((int) from, row, sink);
        }
    }

    /** Adds the sample's range and moments to those of the samples before. */
    void addTo(TensorTotals totals) {
        totals.add(range);
        moments.ifPresent(totals::add);
        channelRanges.ifPresent(totals::add);
    }

    /** Adds all that was counted. */
    void addHistogramTo(TensorTotals totals) {
        histogram.ifPresent(totals::add);
    }

    /** What a thread works in, one tensor after the other. */
    static final class Scratch {
        private final SampleRange range = new SampleRange();
        private final SampleMoments moments = new SampleMoments();
        private float[] values = {};

        private float[] values(int width) {
            if (values.length < width) {
                values = new float[width];
            }
            return values;
        }

        private void addBoth(float[] some, int n) {
            range.add(some, n);
            moments.add(some, n);
        }
    }
}
