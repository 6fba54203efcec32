package io.lapidary.engine.litert.child.difference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.engine.litert.child.difference.ChannelFits.Line;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;

/** How far one tensor is from what it stands for, sample by sample. Used by one thread at a time. */
final class DeviationGatherer {
    private final int rightIndex;
    private final int otherIndex;
    private final boolean mayScale;
    private final boolean rewritten;
    private final PairReader reader = new PairReader();
    private int channels;
    private ChannelFits sums;
    private float[] least;
    private float[] largest;
    private Optional<List<Line>> lines = Optional.empty();
    private Limits limits = Limits.NONE;
    private double signal;
    private double error;
    private long outside;
    private long elements;
    private long nonFinite;
    private boolean mismatched;

    /** @param freedom what may be taken out of channels */
    DeviationGatherer(Tensor right, Tensor other, TensorPair freedom) {
        this.rightIndex = right.index();
        this.otherIndex = other.index();
        this.mayScale = freedom.factors();
        this.rewritten = freedom.rewritten();
    }

    private void begin(Tensor right, Tensor other) throws LapidaryException {
        channels = mayScale ? Math.max(1, PairReader.channels(right)) : 1;
        limits = Limits.of(other);
        clear();
    }

    private void clear() {
        sums = new ChannelFits(channels, rewritten);
        least = new float[channels];
        largest = new float[channels];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        signal = 0;
        error = 0;
        outside = 0;
        elements = 0;
        nonFinite = 0;
    }

    /** Takes what was added so far to see whether channels are scaled, and forgets the rest of it. */
    void settle() {
        if (mayScale && sums != null) {
            lines = sums.find();
        }
        if (sums != null) {
            clear();
        }
    }

    void add(Invocation right, Invocation other) throws LapidaryException {
        Tensor rightTensor = right.tensor(rightIndex);
        Tensor otherTensor = other.tensor(otherIndex);
        if (sums == null) {
            begin(rightTensor, otherTensor);
        }
        mismatched |= !reader.read(rightTensor, otherTensor, this::take);
    }

    private void take(float[] right, float[] other, int from, int count) {
        Line[] fits = lines.map(found -> found.toArray(Line[]::new)).orElse(null);
        int channel = from % channels;
        for (int i = 0; i < count; i++) {
            float value = right[i];
            double distance = (double) value - other[i];
            // Neither NaN nor infinite in either.
            if (Math.abs(distance) <= Double.MAX_VALUE) {
                signal += (double) value * value;
                error += distance * distance;
                sums.add(channel, value, other[i]);
                least[channel] = Math.min(least[channel], value);
                largest[channel] = Math.max(largest[channel], value);
                if (limits.exclude(fits == null ? value : fits[channel].of(value))) {
                    outside++;
                }
                elements++;
            } else {
                nonFinite++;
            }
            channel = channel + 1 == channels ? 0 : channel + 1;
        }
    }

    Deviation deviation() {
        if (mismatched || sums == null) {
            return new Deviation(
                    Double.NaN,
                    Double.NaN,
                    0,
                    0,
                    limits.lowest(),
                    limits.highest(),
                    0,
                    List.of(),
                    List.of(),
                    nonFinite);
        }
        Optional<List<Line>> found = lines.map(sums::refined);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < channels; k++) {
            int channel = k;
            Line line = found.map(fits -> fits.get(channel)).orElse(new Line(1, 0));
            min = Math.min(min, (float) line.of(least[k]));
            max = Math.max(max, (float) line.of(largest[k]));
        }
        return new Deviation(
                signal,
                found.map(sums::error).orElse(error),
                elements == 0 ? 0 : min,
                elements == 0 ? 0 : max,
                limits.lowest(),
                limits.highest(),
                elements == 0 ? 0 : (double) outside / elements,
                listed(found, Line::factor, 1),
                listed(found, Line::offset, 0),
                nonFinite);
    }

    private static List<Double> listed(Optional<List<Line>> lines, ToDoubleFunction<Line> part, double none) {
        List<Double> all =
                lines.orElse(List.of()).stream().mapToDouble(part).boxed().toList();
        return all.stream().allMatch(value -> value == none) ? List.of() : all;
    }
}
