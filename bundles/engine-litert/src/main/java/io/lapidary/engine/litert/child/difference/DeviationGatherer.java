package io.lapidary.engine.litert.child.difference;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.engine.litert.child.difference.ChannelFits.Line;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** How far one tensor is from what it stands for, sample by sample. Used by one thread at a time. */
final class DeviationGatherer {
    private static final int PIECE = 1 << 12;
    /** Above this, channels are not told apart. */
    private static final int MOST_CHANNELS = 1 << 15;

    private final int rightIndex;
    private final int otherIndex;
    private final boolean mayScale;
    private final boolean rewritten;
    private final float[] rightValues = new float[PIECE];
    private final float[] otherValues = new float[PIECE];
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

    /** The values that the candidate's integers can stand for, and by how much one may pass them without harm: a step. */
    private record Limits(float lowest, float highest, float step) {
        static final Limits NONE = new Limits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0);

        static Limits of(Tensor tensor) throws LapidaryException {
            ElementType type = tensor.type();
            boolean stands = tensor.scale() > 0
                    && switch (type) {
                        case INT4, INT8, INT16, UINT8, UINT16 -> true;
                        default -> false;
                    };
            if (!stands) {
                return NONE;
            }
            boolean unsigned = type == ElementType.UINT8 || type == ElementType.UINT16;
            double least = unsigned ? 0 : -Math.pow(2, type.bits() - 1);
            double most = least + Math.pow(2, type.bits()) - 1;
            return new Limits(
                    (float) (tensor.scale() * (least - tensor.zeroPoint())),
                    (float) (tensor.scale() * (most - tensor.zeroPoint())),
                    tensor.scale());
        }
    }

    private void begin(Tensor right, Tensor other) throws LapidaryException {
        List<Integer> shape = right.shape();
        int last = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        channels = mayScale && last > 0 && last <= MOST_CHANNELS ? last : 1;
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
        var rightReader = FloatReader.of(rightTensor);
        var otherReader = FloatReader.of(otherTensor);
        long count = rightTensor.bytes() * 8 / rightReader.type().bits();
        if (count != otherTensor.bytes() * 8 / otherReader.type().bits()) {
            mismatched = true;
            return;
        }
        if (sums == null) {
            begin(rightTensor, otherTensor);
        }
        ByteBuffer rightData = rightTensor.buffer();
        ByteBuffer otherData = otherTensor.buffer();
        for (int from = 0; from < count; from += PIECE) {
            int n = (int) Math.min(PIECE, count - from);
            rightReader.read(rightData, from, rightValues, n);
            otherReader.read(otherData, from, otherValues, n);
            accumulate(from % channels, n);
        }
    }

    private void accumulate(int firstChannel, int n) {
        Line[] fits = lines.map(found -> found.toArray(Line[]::new)).orElse(null);
        float low = limits.lowest() - limits.step();
        float high = limits.highest() + limits.step();
        int channel = firstChannel;
        for (int i = 0; i < n; i++) {
            float value = rightValues[i];
            double distance = (double) value - otherValues[i];
            // Neither NaN nor infinite in either.
            if (Math.abs(distance) <= Double.MAX_VALUE) {
                signal += (double) value * value;
                error += distance * distance;
                sums.add(channel, value, otherValues[i]);
                least[channel] = Math.min(least[channel], value);
                largest[channel] = Math.max(largest[channel], value);
                double meant = fits == null ? value : fits[channel].of(value);
                if (meant < low || meant > high) {
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
