package io.lapidary.quantization.integer.constant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Encoding;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.ChannelWalk;
import io.lapidary.quantization.WeightRounding;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * How a constant is stored as integers.
 *
 * @param encoding of INT8, INT16, INT32 or INT64
 * @param least the least integer
 * @param most the largest integer
 * @param shift what is added to the real numbers before; none, or one per number
 * @param rounding which way the numbers go
 */
public record ConstantForm(Encoding encoding, long least, long most, List<Float> shift, WeightRounding rounding) {
    private static final int CHUNK = 1 << 13;

    public static ConstantForm data(Affine parameters, IntegerScheme scheme) {
        return new ConstantForm(
                parameters.encoding(scheme.activation()),
                scheme.least(),
                scheme.most(),
                List.of(),
                WeightRounding.NEAREST);
    }

    public static ConstantForm weight(WeightScales scales, WeightRounding rounding) {
        var encoding = Encoding.perChannel(TensorType.INT8, scales.scales(), Math.max(0, scales.axis()));
        return new ConstantForm(encoding, -WeightScales.LIMIT, WeightScales.LIMIT, List.of(), rounding);
    }

    /** A bias is in steps of the products that it is added to. */
    public static ConstantForm bias(TensorType type, float inputScale, WeightScales weights, List<Float> shift) {
        float[] scales = weights.scales().clone();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= inputScale;
        }
        long limit = type == TensorType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return new ConstantForm(Encoding.perChannel(type, scales, 0), -limit, limit, shift, WeightRounding.NEAREST);
    }

    /** Symmetric, with one scale. */
    public static ConstantForm integers(TensorType type, float scale, long limit) {
        return new ConstantForm(Encoding.perTensor(type, scale, 0), -limit, limit, List.of(), WeightRounding.NEAREST);
    }

    /** Writes the integers of the values, in their order, little-endian. */
    void write(FloatBuffer values, Shape shape, WritableByteChannel out) throws IOException {
        ChannelLayout layout =
                encoding.isPerChannel() ? ChannelLayout.of(shape, encoding.axis()) : ChannelLayout.whole(shape);
        var bytes = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] chunk = new float[Math.min(CHUNK, layout.elements())];
        var walk = new ChannelWalk(layout);
        for (int from = 0; from < layout.elements(); from += CHUNK) {
            int count = Math.min(CHUNK, layout.elements() - from);
            values.get(from, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                double real = chunk[i] + (shift.isEmpty() ? 0.0 : shift.get(from + i));
                put(integer(real, walk.channel(), from + i), bytes);
                walk.advance(1);
            }
            drain(bytes, out);
        }
    }

    private long integer(double real, int channel, int element) {
        long integer = rounding.isNearest()
                ? encoding.quantize(real, channel)
                : (long) rounding.round(real / encoding.scales().get(channel), element)
                        + encoding.zeroPoints().get(channel);
        return Math.max(least, Math.min(most, integer));
    }

    private void put(long integer, ByteBuffer bytes) {
        switch (encoding.type()) {
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
