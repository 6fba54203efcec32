package io.lapidary.dataset.internal.format;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * What an array file says of itself; the first dimension counts the samples.
 *
 * @param type of the elements
 * @param bigEndian their byte order
 * @param fortran whether the first index runs fastest
 * @param shape at least one dimension
 * @param dataOffset where the elements begin, in bytes
 */
record ArrayHeader(ElementType type, boolean bigEndian, boolean fortran, List<Long> shape, long dataOffset) {
    /** One sample is held in memory as it is stored; this bounds it. */
    private static final long LARGEST_SAMPLE = 256L << 20;

    /** Checks what is declared, so that nothing is allocated for what cannot be. */
    static ArrayHeader checked(
            String data, ElementType type, boolean bigEndian, boolean fortran, List<Long> shape, long dataOffset)
            throws LapidaryException {
        var header = new ArrayHeader(type, bigEndian, fortran, List.copyOf(shape), dataOffset);
        if (shape.isEmpty()) {
            throw DataErrors.invalid(
                    data, "the array has no dimensions", "Its first dimension must count the samples.");
        }
        long sampleBytes;
        try {
            sampleBytes = header.sampleBytes();
            Math.addExact(header.totalBytes(), dataOffset);
        } catch (ArithmeticException e) {
            throw DataErrors.invalid(data, "the declared shape " + shape + " is impossibly large", "Write it again.");
        }
        if (sampleBytes == 0 || header.count() == 0) {
            throw DataErrors.invalid(data, "the array of shape " + shape + " is empty", "Give at least one sample.");
        }
        if (sampleBytes > LARGEST_SAMPLE) {
            throw DataErrors.unsupported(
                    data,
                    "one sample of the array of shape " + shape + " takes " + sampleBytes + " bytes, the limit is "
                            + LARGEST_SAMPLE,
                    "Is the first dimension the one that counts samples?");
        }
        return header;
    }

    /** Refuses an array that is shorter than it says. */
    void checkFits(String data, long availableBytes) throws LapidaryException {
        if (dataOffset + totalBytes() > availableBytes) {
            throw DataErrors.invalid(
                    data,
                    "the array of shape " + shape + " " + type + " needs " + (dataOffset + totalBytes())
                            + " bytes, but there are " + availableBytes,
                    "The file is truncated or damaged; write it again.");
        }
    }

    long count() {
        return shape.get(0);
    }

    long sampleElements() {
        return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    long sampleBytes() {
        return Math.multiplyExact(sampleElements(), elementBytes());
    }

    int elementBytes() {
        return type.bits() / 8;
    }

    long totalBytes() {
        return Math.multiplyExact(sampleBytes(), count());
    }

    TensorSpec sampleSpec(String name) {
        var dimensions = new ArrayList<Integer>();
        shape.stream().skip(1).forEach(d -> dimensions.add(Math.toIntExact(d)));
        return new TensorSpec(name, type, dimensions);
    }
}
