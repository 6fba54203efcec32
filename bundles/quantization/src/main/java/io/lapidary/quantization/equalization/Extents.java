package io.lapidary.quantization.equalization;

import java.nio.FloatBuffer;

/**
 * The largest magnitudes of a layer's weights as they are scaled.
 *
 * @param outputs by output channel
 * @param inputs by input channel
 */
record Extents(double[] outputs, double[] inputs) {
    private static final int CHUNK = 1 << 14;

    static Extents of(Layer layer, Scaling scaling) {
        WeightGeometry geometry = layer.geometry();
        double[] outputs = new double[geometry.outputs()];
        double[] inputs = new double[geometry.inputs()];
        double[] in = scaling.in();
        double[] out = scaling.out();
        walk(layer, (weight, output, input) -> {
            double magnitude = Math.abs(weight) * in[input] / out[output];
            // NaN, too, is kept: Math.max gives NaN for it.
            outputs[output] = Math.max(outputs[output], magnitude);
            inputs[input] = Math.max(inputs[input], magnitude);
        });
        return new Extents(outputs, inputs);
    }

    /** Goes over all weights of a layer, a chunk at a time. */
    static void walk(Layer layer, WeightGeometry.Visitor visitor) {
        FloatBuffer source = layer.weights().data().asFloatBuffer();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        int first = 0;
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            layer.geometry().walk(values, chunk, first, visitor);
            first += chunk;
        }
    }

    boolean areFinite() {
        for (double extent : outputs) {
            if (!Double.isFinite(extent)) {
                return false;
            }
        }
        return true;
    }
}
