package io.lapidary.engine.litert.child.difference;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** Reads two tensors side by side as floats, piece by piece; integers by what they stand for. Used by one thread at a time. */
final class PairReader {
    private static final int PIECE = 1 << 12;
    /** Above this, channels are not told apart. */
    private static final int MOST_CHANNELS = 1 << 15;

    private final float[] rightValues = new float[PIECE];
    private final float[] otherValues = new float[PIECE];

    /** Takes elements {@code from} to {@code from + count}, which stand from the arrays' beginning on. */
    interface Piece {
        void take(float[] right, float[] other, int from, int count);
    }

    /** @return whether they have as many elements; if not, nothing was taken */
    boolean read(Tensor right, Tensor other, Piece piece) throws LapidaryException {
        var rightReader = FloatReader.of(right);
        var otherReader = FloatReader.of(other);
        long count = elements(right, rightReader);
        if (count != elements(other, otherReader)) {
            return false;
        }
        ByteBuffer rightData = right.buffer();
        ByteBuffer otherData = other.buffer();
        for (int from = 0; from < count; from += PIECE) {
            int n = (int) Math.min(PIECE, count - from);
            rightReader.read(rightData, from, rightValues, n);
            otherReader.read(otherData, from, otherValues, n);
            piece.take(rightValues, otherValues, from, n);
        }
        return true;
    }

    static long elements(Tensor tensor, FloatReader reader) {
        return tensor.bytes() * 8 / reader.type().bits();
    }

    /** The last dimension; 0 where it is of too many to tell them apart. */
    static int channels(Tensor tensor) {
        List<Integer> shape = tensor.shape();
        int last = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        return last <= MOST_CHANNELS ? last : 0;
    }
}
