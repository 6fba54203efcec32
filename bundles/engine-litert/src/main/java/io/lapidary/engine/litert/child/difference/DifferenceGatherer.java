package io.lapidary.engine.litert.child.difference;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.ComparisonResult;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** How far one tensor of a candidate is from the reference's, over samples. Integers are compared by what they stand for. */
final class DifferenceGatherer {
    private static final int PIECE = 1 << 12;
    /** Above this, channels are not told apart. */
    private static final int MOST_CHANNELS = 1 << 15;

    private final String name;
    private final int rightIndex;
    private final int otherIndex;
    private final float[] rightValues = new float[PIECE];
    private final float[] otherValues = new float[PIECE];
    private double signal;
    private double error;
    private double largest;
    private ChannelShifts shifts = new ChannelShifts(0);
    private long saturated;
    private long elements;

    DifferenceGatherer(Tensor right, Tensor other) {
        this.name = right.name();
        this.rightIndex = right.index();
        this.otherIndex = other.index();
    }

    String name() {
        return name;
    }

    void add(Invocation right, Invocation other) throws LapidaryException {
        Tensor rightTensor = right.tensor(rightIndex);
        Tensor otherTensor = other.tensor(otherIndex);
        var rightReader = FloatReader.of(rightTensor);
        var otherReader = FloatReader.of(otherTensor);
        long count = rightTensor.bytes() * 8 / rightReader.type().bits();
        if (count != otherTensor.bytes() * 8 / otherReader.type().bits()) {
            throw new LapidaryException(
                    ErrorCodes.DATA_MISMATCH,
                    "Tensor '" + name + "' has the shape " + rightTensor.shape() + " in the reference and "
                            + otherTensor.shape() + " in the candidate.",
                    "Compare tensors that mean the same.");
        }
        if (elements == 0) {
            shifts = new ChannelShifts(channels(rightTensor));
        }
        ByteBuffer rightData = rightTensor.buffer();
        ByteBuffer otherData = otherTensor.buffer();
        for (int from = 0; from < count; from += PIECE) {
            int n = (int) Math.min(PIECE, count - from);
            rightReader.read(rightData, from, rightValues, n);
            otherReader.read(otherData, from, otherValues, n);
            accumulate(from, n);
            saturated += otherReader.saturated(otherData, from, n);
        }
        shifts.end();
        elements += count;
    }

    private static int channels(Tensor tensor) {
        List<Integer> shape = tensor.shape();
        int last = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        return last <= MOST_CHANNELS ? last : 0;
    }

    private void accumulate(int from, int n) {
        int channels = shifts.channels();
        int channel = channels == 0 ? 0 : from % channels;
        for (int i = 0; i < n; i++) {
            if (channels > 0) {
                shifts.add(channel, (double) otherValues[i] - rightValues[i]);
                channel = channel + 1 == channels ? 0 : channel + 1;
            }
            double value = rightValues[i];
            double distance = Math.abs(value - otherValues[i]);
            signal += value * value;
            error += distance * distance;
            largest = Math.max(largest, distance);
        }
    }

    /** Not-a-number where either model computed one: nothing can be said of such a tensor. */
    ComparisonResult.Difference difference() {
        return new ComparisonResult.Difference(
                signal,
                error,
                largest,
                elements == 0 ? 0 : (double) saturated / elements,
                shifts.means(),
                shifts.errors());
    }
}
