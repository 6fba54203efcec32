package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.ScaleSearch;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightRounding;
import io.lapidary.quantization.layer.LinearLayer;

/** A layer's weights as a later step will make them: by decided scales and rounding, else by those that it would take itself. */
final class QuantizedLayer {
    private static final int CHUNK = 1 << 12;

    private final LinearLayer layer;
    private final WeightFormat format;
    private final ChannelLayout layout;
    private final float[] scales;
    private final WeightRounding rounding;
    private final FloatBuffer weights;

    /**
     * @param layer of finite weights
     * @param asked format, unless earlier steps decided for some of its integers only
     * @param perChannel whether there is a scale for each output channel
     */
    QuantizedLayer(LinearLayer layer, WeightFormat asked, boolean perChannel, Annotations annotations) {
        this.layer = layer;
        this.weights = layer.weights().data().asFloatBuffer();
        int axis = perChannel ? layer.axis() : -1;
        this.layout = perChannel
                ? ChannelLayout.of(layer.weights().shape(), axis)
                : ChannelLayout.whole(layer.weights().shape());
        WeightDecision decision = WeightDecision.of(annotations, layer.weights());
        this.format = decision.within(asked);
        this.scales = decision.scales(axis, format).orElseGet(this::ownScales);
        this.rounding = decision.rounding(scales, axis, format);
    }

    private float[] ownScales() {
        float[] largest = Magnitudes.largest(weights, layout);
        return format == WeightFormat.INT8
                ? format.scales(largest)
                : ScaleSearch.leastSquares(weights, layout, format, largest);
    }

    LinearLayer layer() {
        return layer;
    }

    /** What an element of the weights becomes. */
    float quantized(int element) {
        float scale = scales[element / layout.inner() % layout.channels()];
        return scale * rounding.integer(weights.get(element), scale, element, format);
    }

    float exact(int element) {
        return weights.get(element);
    }

    /** Writes all elements as they become, float32. */
    void write(WritableByteChannel out) throws IOException {
        var bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int elements = layout.elements();
        for (int first = 0; first < elements; first += CHUNK) {
            bytes.clear();
            for (int element = first; element < Math.min(elements, first + CHUNK); element++) {
                bytes.putFloat(quantized(element));
            }
            for (bytes.flip(); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
        }
    }
}
