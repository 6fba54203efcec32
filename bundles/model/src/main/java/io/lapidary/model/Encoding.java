package io.lapidary.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How the elements of a tensor stand for real numbers: as floating point numbers, or as integers by
 * {@code real = scale * (integer - zeroPoint)} (the TensorFlow Lite quantization specification), with one scale for all or one
 * for each index of an axis. A value: equal encodings give equal numbers for equal elements.
 *
 * @param type of the elements, floating point or integer
 * @param scales positive and finite; none of a floating point type
 * @param zeroPoints as many as scales, each an integer of the type
 * @param axis of the scales; 0 where there is one or none
 */
public record Encoding(TensorType type, List<Float> scales, List<Long> zeroPoints, int axis) {
    public static final Encoding FLOAT32 = new Encoding(TensorType.FLOAT32, List.of(), List.of(), 0);
    public static final Encoding FLOAT16 = new Encoding(TensorType.FLOAT16, List.of(), List.of(), 0);

    /** Below this part of a quotient lies what its rounding to double may change. */
    private static final double DOUBTFUL = 0x1p-50;

    public Encoding {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        axis = scales.size() > 1 ? axis : 0;
        ModelEditor.require(type.isFloating() || type.isInteger(), type + " has no numbers");
        ModelEditor.require(
                scales.size() == zeroPoints.size() && scales.isEmpty() == type.isFloating(),
                type + " with " + scales.size() + " scales and " + zeroPoints.size() + " zero points");
        ModelEditor.require(
                isSound(type, scales, zeroPoints),
                "no parameters of " + type + ": scales " + scales + ", zero points " + zeroPoints);
    }

    /** One scale and zero point for all elements. */
    public static Encoding perTensor(TensorType type, float scale, long zeroPoint) {
        return new Encoding(type, List.of(scale), List.of(zeroPoint), 0);
    }

    /** A scale for each index of the axis, every zero point 0. */
    public static Encoding perChannel(TensorType type, float[] scales, int axis) {
        return new Encoding(type, list(scales), Collections.nCopies(scales.length, 0L), axis);
    }

    private static boolean isSound(TensorType type, List<Float> scales, List<Long> zeroPoints) {
        return scales.stream().allMatch(scale -> scale > 0 && scale <= Float.MAX_VALUE)
                && zeroPoints.stream().allMatch(point -> point >= least(type) && point <= most(type));
    }

    /**
     * That of a tensor; empty where its elements are no numbers, are integers that stand for themselves or are stored in blocks, or
     * where the parameters are broken.
     */
    public static Optional<Encoding> of(Tensor tensor) {
        if (tensor.type().isFloating()) {
            return Optional.of(new Encoding(tensor.type(), List.of(), List.of(), 0));
        }
        return tensor.quantization()
                .filter(found -> tensor.type().isInteger() && found.count() > 0)
                .flatMap(found -> of(tensor.type(), found));
    }

    private static Optional<Encoding> of(TensorType type, Quantization found) {
        var scales = list(found.scales());
        var zeroPoints = new ArrayList<Long>();
        for (int c = 0; c < scales.size(); c++) {
            zeroPoints.add(found.zeroPoint(c));
        }
        return isSound(type, scales, zeroPoints)
                ? Optional.of(new Encoding(type, scales, zeroPoints, found.axis()))
                : Optional.empty();
    }

    private static List<Float> list(float[] values) {
        var list = new ArrayList<Float>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** Whether the elements are the real numbers themselves. */
    public boolean isReal() {
        return scales.isEmpty();
    }

    public boolean isPerChannel() {
        return scales.size() > 1;
    }

    /** Whether one QUANTIZE or DEQUANTIZE makes the other encoding of this one. */
    public boolean convertsTo(Encoding other) {
        return Conversion.isPossible(this, other);
    }

    /** The parameters as a tensor has them; empty for floating point numbers. */
    public Optional<Quantization> quantization() {
        if (isReal()) {
            return Optional.empty();
        }
        float[] array = new float[scales.size()];
        for (int c = 0; c < array.length; c++) {
            array[c] = scales.get(c);
        }
        return Optional.of(Quantization.of(
                array, zeroPoints.stream().mapToLong(Long::longValue).toArray(), axis));
    }

    /**
     * The integer nearest to a real number: {@code zeroPoint + real / scale}, decided as exact arithmetic decides it. Halves go
     * away from the zero point, as in the reference kernels; what lies beyond the type's integers becomes the last of them.
     *
     * @param real not NaN
     * @param channel 0 where there is one scale
     */
    public long quantize(double real, int channel) {
        double scale = scales.get(channel);
        double magnitude = Math.abs(real);
        double quotient = magnitude / scale;
        double steps = Math.floor(quotient);
        double above = quotient - steps - 0.5;
        boolean up =
                Math.abs(above) > quotient * DOUBTFUL ? above > 0 : Math.fma(-(steps + 0.5), scale, magnitude) >= 0;
        double signed = Math.copySign(up ? steps + 1 : steps, real);
        // 2^63 steps or more are cut off by the cast.
        return clamp((long) signed, zeroPoints.get(channel));
    }

    private long clamp(long steps, long zeroPoint) {
        long sum = steps + zeroPoint;
        boolean overflow = ((steps ^ sum) & (zeroPoint ^ sum)) < 0;
        if (overflow) {
            return steps < 0 ? least(type) : most(type);
        }
        return Math.max(least(type), Math.min(most(type), sum));
    }

    /**
     * The real number that an integer stands for; exact for integers of up to 16 bits.
     *
     * @param channel 0 where there is one scale
     */
    public double dequantize(long integer, int channel) {
        return scales.get(channel) * (double) (integer - zeroPoints.get(channel));
    }

    /** The least integer of an integer type; UINT64 counts as its lower half. */
    static long least(TensorType type) {
        return isUnsigned(type) ? 0 : -1L << (type.bits() - 1);
    }

    /** The largest integer of an integer type; UINT64 counts as its lower half. */
    static long most(TensorType type) {
        int bits = isUnsigned(type) ? Math.min(type.bits(), Long.SIZE - 1) : type.bits() - 1;
        return bits == Long.SIZE - 1 ? Long.MAX_VALUE : (1L << bits) - 1;
    }

    private static boolean isUnsigned(TensorType type) {
        return switch (type) {
            case UINT4, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    /** {@code INT8}, {@code FLOAT32}, with the scale and zero point where there is one. */
    @Override
    public String toString() {
        return type + (isReal() ? "" : " " + quantization().orElseThrow());
    }
}
