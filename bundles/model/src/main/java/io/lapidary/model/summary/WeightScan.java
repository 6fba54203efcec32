package io.lapidary.model.summary;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Counts zeros and distinct values of a constant. */
final class WeightScan {
    private final TensorType type;
    private final ByteBuffer data;
    private final long zeroPattern;

    private WeightScan(Tensor tensor) {
        this.type = tensor.type();
        this.data = tensor.data();
        this.zeroPattern = zeroPattern(tensor);
    }

    static TensorSummary summarize(Tensor tensor) {
        long elements = elements(tensor);
        long bytes = tensor.buffer().content().size();
        boolean countable = tensor.type().hasFixedSize()
                && tensor.type().bits() <= 64
                && !tensor.isSparse()
                && elements > 0
                && elements <= bytes * Byte.SIZE / tensor.type().bits();
        Optional<Double> zeros = Optional.empty();
        var distinct = OptionalInt.empty();
        if (countable) {
            var scan = new WeightScan(tensor);
            zeros = Optional.of(scan.zeros(elements) / (double) elements);
            distinct = scan.distinct(elements);
        }
        int scales = tensor.blockwise()
                .map(blocks -> (int) Math.min(Integer.MAX_VALUE, elements(blocks.scales())))
                .orElseGet(
                        () -> tensor.quantization().map(found -> found.count()).orElse(0));
        return new TensorSummary(
                tensor.subgraph().index(),
                tensor.name(),
                tensor.type(),
                tensor.shape(),
                bytes,
                elements,
                zeros,
                distinct,
                scales);
    }

    private static long elements(Tensor tensor) {
        try {
            return tensor.shape().isStatic() ? tensor.shape().elements() : 0;
        } catch (ArithmeticException e) {
            // A broken shape: its elements cannot be what the buffer holds, so there is nothing to count.
            return 0;
        }
    }

    /** The number that stands for zero; of one zero point only, since per-channel weights have 0 throughout. */
    private static long zeroPattern(Tensor tensor) {
        boolean asymmetric = tensor.type().isInteger()
                && tensor.quantization().filter(found -> found.count() == 1).isPresent();
        return asymmetric ? tensor.quantization().orElseThrow().zeroPoint(0) : 0;
    }

    private long zeros(long elements) {
        long zeros = 0;
        for (long i = 0; i < elements; i++) {
            if (isZero(bits(i))) {
                zeros++;
            }
        }
        return zeros;
    }

    private boolean isZero(long bits) {
        return switch (type) {
            case FLOAT32 -> (bits & 0x7FFFFFFFL) == 0;
            case FLOAT16, BFLOAT16 -> (bits & 0x7FFF) == 0;
            case FLOAT64 -> (bits & Long.MAX_VALUE) == 0;
            case FLOAT8_E4M3FN, FLOAT8_E5M2 -> (bits & 0x7F) == 0;
            default -> bits == zeroPattern;
        };
    }

    private OptionalInt distinct(long elements) {
        if (type.bits() <= 16) {
            var seen = new BitSet(1 << type.bits());
            for (long i = 0; i < elements; i++) {
                seen.set((int) bits(i) & 0xFFFF);
            }
            return OptionalInt.of(seen.cardinality());
        }
        var counter = new DistinctCounter();
        boolean more = true;
        for (long i = 0; i < elements && more; i++) {
            more = counter.add(bits(i));
        }
        return counter.count();
    }

    /** An element: sign-extended for signed integers, the bit pattern otherwise. */
    private long bits(long element) {
        return switch (type) {
            case INT8 -> data.get((int) element);
            case UINT8, BOOL, FLOAT8_E4M3FN, FLOAT8_E5M2 -> data.get((int) element) & 0xFFL;
            case INT16 -> data.getShort((int) (2 * element));
            case UINT16, FLOAT16, BFLOAT16 -> data.getShort((int) (2 * element)) & 0xFFFFL;
            case INT32 -> data.getInt((int) (4 * element));
            case UINT32, FLOAT32 -> data.getInt((int) (4 * element)) & 0xFFFFFFFFL;
            case INT64, UINT64, FLOAT64, COMPLEX64 -> data.getLong((int) (8 * element));
            case INT4 -> nibble(element) << 60 >> 60;
            case UINT4 -> nibble(element);
            case INT2 -> (data.get((int) (element >> 2)) >> (2 * (element & 3)) & 3L) << 62 >> 62;
            case STRING, RESOURCE, VARIANT, COMPLEX128, UNKNOWN ->
                throw new IllegalStateException(type + " has no elements of fixed size");
        };
    }

    private long nibble(long element) {
        return data.get((int) (element >> 1)) >> (4 * (element & 1)) & 0xFL;
    }
}
