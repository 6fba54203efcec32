package io.lapidary.quantization.equalization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightJobs;

/** Puts scaled weights and biases into a model. */
final class Rewriting {
    private static final int CHUNK = 1 << 14;

    private final ModelEditor editor;
    private final Map<Layer, Scaling> layers;
    private final Map<Tensor, BufferContent> plainBiases = new LinkedHashMap<>();
    private final Map<Tensor, BufferContent> absorbingBiases = new LinkedHashMap<>();

    /** Reads the weights as they are: to be made before anything is written. */
    Rewriting(ModelEditor editor, Map<Layer, Scaling> layers) {
        this.editor = editor;
        this.layers = layers;
        layers.forEach((layer, scaling) -> layer.bias().ifPresent(bias -> {
            plainBiases.put(bias, BufferContent.ofFloats(bias(layer, scaling, false)));
            absorbingBiases.put(bias, BufferContent.ofFloats(bias(layer, scaling, true)));
        }));
    }

    private static float[] bias(Layer layer, Scaling scaling, boolean absorbing) {
        FloatBuffer old = layer.bias().orElseThrow().data().asFloatBuffer();
        double[] moved = new double[layer.geometry().outputs()];
        if (absorbing) {
            Extents.walk(
                    layer,
                    (weight, output, input) ->
                            moved[output] += scaling.absorbedIn()[input] * scaling.weight(weight, output, input));
        }
        float[] bias = new float[moved.length];
        for (int c = 0; c < bias.length; c++) {
            double given = absorbing ? scaling.absorbedOut()[c] : 0;
            bias[c] = (float) (old.get(c) / scaling.out()[c] - given + moved[c]);
        }
        return bias;
    }

    void putWeights(WeightJobs jobs) {
        layers.forEach((layer, scaling) -> {
            FloatBuffer weights = layer.weights().data().asFloatBuffer();
            long bytes = (long) Float.BYTES * weights.remaining();
            editor.tensor(layer.weights())
                    .data(jobs.content(bytes, out -> write(weights, layer.geometry(), scaling, out)));
        });
    }

    private static void write(FloatBuffer weights, WeightGeometry geometry, Scaling scaling, WritableByteChannel out)
            throws IOException {
        FloatBuffer source = weights.duplicate();
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        var bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        int first = 0;
        while (source.hasRemaining()) {
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            bytes.clear();
            geometry.walk(
                    values,
                    chunk,
                    first,
                    (weight, output, input) -> bytes.putFloat(scaling.weight(weight, output, input)));
            for (bytes.flip(); bytes.hasRemaining(); ) {
                out.write(bytes);
            }
            first += chunk;
        }
    }

    void putPlainBiases() {
        plainBiases.forEach((tensor, content) -> editor.tensor(tensor).data(content));
    }

    void putAbsorbingBiases() {
        absorbingBiases.forEach((tensor, content) -> editor.tensor(tensor).data(content));
    }

    /** Takes away what earlier steps noted of numbers that are others now. */
    void dropAnnotations(List<Link> links) throws LapidaryException {
        var stale = new ArrayList<Tensor>();
        links.forEach(link -> stale.addAll(link.pair().between()));
        layers.keySet().forEach(layer -> {
            stale.add(layer.weights());
            layer.bias().ifPresent(stale::add);
        });
        Annotations annotations = Annotations.read(editor.model());
        for (Tensor tensor : stale) {
            annotations.update(
                    tensor,
                    known -> known.without(Annotation.Range.class)
                            .without(Annotation.Scale.class)
                            .without(Annotation.Rounding.class)
                            .without(Annotation.Clusters.class));
        }
        annotations.write(editor);
    }
}
