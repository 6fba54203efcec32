package io.lapidary.engine.litert.child.difference;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.ComparisonResult;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** How far one tensor of a candidate is from the reference's, over samples. Integers are compared by what they stand for. */
final class DifferenceGatherer {
    private final String name;
    private final int rightIndex;
    private final int otherIndex;
    private final PairReader reader = new PairReader();
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
        if (elements == 0) {
            shifts = new ChannelShifts(PairReader.channels(rightTensor));
        }
        if (!reader.read(rightTensor, otherTensor, this::take)) {
            throw new LapidaryException(
                    ErrorCodes.DATA_MISMATCH,
                    "Tensor '" + name + "' has the shape " + rightTensor.shape() + " in the reference and "
                            + otherTensor.shape() + " in the candidate.",
                    "Compare tensors that mean the same.");
        }
        shifts.end();
        saturated += saturated(otherTensor);
    }

    private static long saturated(Tensor tensor) throws LapidaryException {
        var reader = FloatReader.of(tensor);
        return reader.saturated(tensor.buffer(), 0, (int) PairReader.elements(tensor, reader));
    }

    private void take(float[] right, float[] other, int from, int count) {
        int channels = shifts.channels();
        int channel = channels == 0 ? 0 : from % channels;
        for (int i = 0; i < count; i++) {
            if (channels > 0) {
                shifts.add(channel, (double) other[i] - right[i]);
                channel = channel + 1 == channels ? 0 : channel + 1;
            }
            double value = right[i];
            double distance = Math.abs(value - other[i]);
            signal += value * value;
            error += distance * distance;
            largest = Math.max(largest, distance);
        }
        elements += count;
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
