package io.lapidary.engine.litert.child.number;

import java.nio.ByteBuffer;

import org.bytedeco.tensorflowlite.TfLiteAffineQuantization;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.engine.litert.child.interpreter.Tensor;

/**
 * Reads a tensor of any numeric type as floats, piece by piece; quantized integers as scale x (value - zero point), with a
 * scale for the tensor or for each channel.
 */
public final class FloatReader {
    private final ElementType type;
    private final float[] scales;
    private final int[] zeroPoints;
    private final int channelStride;
    private final boolean quantized;

    private FloatReader(ElementType type, float[] scales, int[] zeroPoints, int channelStride, boolean quantized) {
        this.type = type;
        this.quantized = quantized;
        this.scales = scales;
        this.zeroPoints = zeroPoints;
        this.channelStride = channelStride;
    }

    public static FloatReader of(Tensor tensor) throws LapidaryException {
        ElementType type = tensor.type();
        var quantization = tensor.raw().quantization();
        if (type.isFloat() || quantization.type() != tensorflowlite.kTfLiteAffineQuantization) {
            return plain(type);
        }
        var affine = new TfLiteAffineQuantization(quantization.params());
        int channels = affine.scale() == null || affine.scale().isNull()
                ? 0
                : affine.scale().size();
        if (channels == 0) {
            return plain(type);
        }
        var scales = new float[channels];
        var zeroPoints = new int[channels];
        for (int c = 0; c < channels; c++) {
            scales[c] = affine.scale().data(c);
            int points = affine.zero_point().size();
            zeroPoints[c] = points == 0 ? 0 : affine.zero_point().data(Math.min(c, points - 1));
        }
        int stride = 1;
        for (int axis = affine.quantized_dimension() + 1; axis < tensor.shape().size(); axis++) {
            stride *= tensor.shape().get(axis);
        }
        return new FloatReader(type, scales, zeroPoints, stride, true);
    }

    private static FloatReader plain(ElementType type) {
        return new FloatReader(type, new float[] {1}, new int[] {0}, 1, false);
    }

    public ElementType type() {
        return type;
    }

    /** Whether values carry a scale. */
    public boolean quantized() {
        return quantized;
    }

    /** Reads {@code n} elements from element {@code from} on; the buffer's position must be 0. */
    public void read(ByteBuffer data, int from, float[] into, int n) {
        if (type == ElementType.FLOAT32) {
            data.asFloatBuffer().get(from, into, 0, n);
            return;
        }
        if (scales.length > 1) {
            for (int i = 0; i < n; i++) {
                int channel = (from + i) / channelStride % scales.length;
                into[i] = (float) (scales[channel] * (Elements.get(data, type, from + i) - zeroPoints[channel]));
            }
            return;
        }
        float scale = scales[0];
        int zeroPoint = zeroPoints[0];
        switch (type) {
            case INT8 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = scale * (data.get(from + i) - zeroPoint);
                }
            }
            case INT16 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = scale * (data.getShort(2 * (from + i)) - zeroPoint);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    into[i] = (float) (scale * (Elements.get(data, type, from + i) - zeroPoint));
                }
            }
        }
    }

    /** How many of {@code n} elements lie at an end of their integer type's range; 0 for float types. */
    public long saturated(ByteBuffer data, int from, int n) {
        double least;
        double largest;
        switch (type) {
            case INT4, INT8, INT16 -> {
                largest = (1 << type.bits() - 1) - 1;
                least = -largest - 1;
            }
            case UINT8, UINT16 -> {
                least = 0;
                largest = (1 << type.bits()) - 1;
            }
            default -> {
                return 0;
            }
        }
        long saturated = 0;
        for (int i = from; i < from + n; i++) {
            double value = Elements.get(data, type, i);
            if (value == least || value == largest) {
                saturated++;
            }
        }
        return saturated;
    }
}
