package io.lapidary.quantization.integer.constant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.ChannelLayout;
import io.lapidary.quantization.ChannelWalk;
import io.lapidary.quantization.WeightRounding;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * How a constant is stored as integers.
 *
 * @param type INT8, INT16, INT32 or INT64
 * @param scales one, or one per index of the axis
 * @param zeroPoint of all
 * @param axis of the scales; without meaning for one
 * @param least the least integer
 * @param most the largest integer
 * @param shift what is added to the real numbers before; none, or one per number
 * @param rounding which way the numbers go
 */
public record ConstantForm(
        TensorType type,
        List<Float> scales,
        int zeroPoint,
        int axis,
        long least,
        long most,
        List<Float> shift,
        WeightRounding rounding) {
    private static final int CHUNK = 1 << 13;

    public static ConstantForm data(Affine parameters, IntegerScheme scheme) {
        return new ConstantForm(
                scheme.activation(),
                List.of(parameters.scale()),
                parameters.zeroPoint(),
                0,
                scheme.least(),
                scheme.most(),
                List.of(),
                WeightRounding.NEAREST);
    }

    public static ConstantForm weight(WeightScales scales, WeightRounding rounding) {
        return new ConstantForm(
                TensorType.INT8,
                list(scales.scales()),
                0,
                Math.max(0, scales.axis()),
                -WeightScales.LIMIT,
                WeightScales.LIMIT,
                List.of(),
                rounding);
    }

    /** A bias is in steps of the products that it is added to. */
    public static ConstantForm bias(TensorType type, float inputScale, WeightScales weights, List<Float> shift) {
        float[] scales = weights.scales().clone();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= inputScale;
        }
        long limit = type == TensorType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return new ConstantForm(type, list(scales), 0, 0, -limit, limit, shift, WeightRounding.NEAREST);
    }

    /** Symmetric, with one scale. */
    public static ConstantForm integers(TensorType type, float scale, long limit) {
        return new ConstantForm(type, List.of(scale), 0, 0, -limit, limit, List.of(), WeightRounding.NEAREST);
    }

    private static List<Float> list(float[] values) {
        var list = new ArrayList<Float>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return List.copyOf(list);
    }

    Quantization toQuantization() {
        float[] array = new float[scales.size()];
        long[] zeroPoints = new long[array.length];
        for (int i = 0; i < array.length; i++) {
            array[i] = scales.get(i);
            zeroPoints[i] = zeroPoint;
        }
        return Quantization.of(array, zeroPoints, array.length == 1 ? 0 : axis);
    }

    /** Writes the integers of the values, in their order, little-endian. */
    void write(FloatBuffer values, Shape shape, WritableByteChannel out) throws IOException {
        ChannelLayout layout = scales.size() == 1 ? ChannelLayout.whole(shape) : ChannelLayout.of(shape, axis);
        double[] steps = scales.stream().mapToDouble(Float::doubleValue).toArray();
        var bytes = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] chunk = new float[Math.min(CHUNK, layout.elements())];
        var walk = new ChannelWalk(layout);
        for (int from = 0; from < layout.elements(); from += CHUNK) {
            int count = Math.min(CHUNK, layout.elements() - from);
            values.get(from, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                double real = chunk[i] + (shift.isEmpty() ? 0.0 : shift.get(from + i));
                put(integer(real / steps[walk.channel()], from + i), bytes);
                walk.advance(1);
            }
            drain(bytes, out);
        }
    }

    private long integer(double exact, int element) {
        long rounded = (long) rounding.round(exact, element);
        return Math.max(least, Math.min(most, rounded + zeroPoint));
    }

    private void put(long integer, ByteBuffer bytes) {
        switch (type) {
            case INT8 -> bytes.put((byte) integer);
            case INT16 -> bytes.putShort((short) integer);
            case INT32 -> bytes.putInt((int) integer);
            default -> bytes.putLong(integer);
        }
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel out) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        bytes.clear();
    }
}
