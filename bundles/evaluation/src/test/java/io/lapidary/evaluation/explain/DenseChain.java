package io.lapidary.evaluation.explain;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Dense layers one behind the other, {@code d0} to {@code d3}, in float and as int8 with one scale for each weight. */
final class DenseChain {
    static final int WIDTH = 16;
    static final int LAYERS = 4;

    final float[][][] weights = new float[LAYERS][WIDTH][WIDTH];
    final float[][] samples;
    /** What the chosen range of a layer's output is of the range seen. */
    final double[] chosen = {1, 1, 1, 1};
    /** Layers that stay float. */
    final Set<Integer> floats = new TreeSet<>();
    /** Whether layers have a bias, from -0.8 to 0.7. */
    boolean biased;
    /** What is added to biases besides. */
    final float[][] offsets = new float[LAYERS][WIDTH];
    /** Whether weights have a scale for each channel. */
    boolean perChannel;
    /** Whether activations stay float. */
    boolean hybrid;

    private final float[] most = new float[LAYERS + 1];

    DenseChain(int count) {
        var random = new Random(11);
        for (float[][] layer : weights) {
            for (float[] row : layer) {
                for (int i = 0; i < WIDTH; i++) {
                    row[i] = (float) random.nextGaussian() / 4;
                }
            }
        }
        samples = new float[count][WIDTH];
        for (float[] sample : samples) {
            for (int i = 0; i < WIDTH; i++) {
                sample[i] = (float) random.nextGaussian();
            }
        }
    }

    /** Sets the ranges by what the float model computes of the samples. */
    private void measure() {
        for (float[] sample : samples) {
            float[] values = sample;
            note(0, values);
            for (int layer = 0; layer < LAYERS; layer++) {
                var next = new float[WIDTH];
                for (int o = 0; o < WIDTH; o++) {
                    next[o] = bias(layer, o);
                    for (int i = 0; i < WIDTH; i++) {
                        next[o] += weights[layer][o][i] * values[i];
                    }
                }
                values = next;
                note(layer + 1, values);
            }
        }
    }

    private float bias(int layer, int output) {
        return biased ? (output - WIDTH / 2) / 10f + offsets[layer][output] : 0;
    }

    private void note(int tensor, float[] values) {
        for (float value : values) {
            most[tensor] = Math.max(most[tensor], Math.abs(value));
        }
    }

    Model original() {
        var builder = new ModelBuilder("float");
        Tensor data = builder.input("x", TensorType.FLOAT32, 1, WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            data = real(builder, data, layer, "d" + layer);
        }
        return builder.output(data).build();
    }

    /** @param prefix of the activations' names */
    Model quantized(String prefix) {
        measure();
        var builder = new ModelBuilder("int8");
        TensorType type = hybrid ? TensorType.FLOAT32 : TensorType.INT8;
        Tensor data = builder.input("x", type, 1, WIDTH);
        if (!hybrid) {
            scale(builder, data, most[0]);
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            boolean last = layer == LAYERS - 1;
            String name = prefix + "d" + layer;
            float range = (float) (chosen[layer] * most[layer + 1]);
            if (floats.contains(layer)) {
                data = floats.contains(layer - 1) ? data : converted(builder, data, "in" + layer, 0);
                data = real(builder, data, layer, name);
                data = last || !floats.contains(layer + 1) ? converted(builder, data, name + "_int8", range) : data;
            } else {
                data = integer(builder, data, layer, name, range);
            }
        }
        return builder.output(data).build();
    }

    private static void scale(ModelBuilder builder, Tensor tensor, float range) {
        builder.editor().tensor(tensor).quantization(Quantization.perTensor(range / 127, 0));
    }

    private Tensor real(ModelBuilder builder, Tensor data, int layer, String name) {
        var flat = new float[WIDTH * WIDTH];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = weights[layer][i / WIDTH][i % WIDTH];
        }
        Tensor filter = builder.constant("w" + layer, Shape.of(WIDTH, WIDTH), flat);
        Tensor out = builder.tensor(name, TensorType.FLOAT32, 1, WIDTH);
        var bias = new float[WIDTH];
        for (int o = 0; o < WIDTH; o++) {
            bias[o] = bias(layer, o);
        }
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        biased
                                ? new Tensor[] {data, filter, builder.constant("b" + layer, Shape.of(WIDTH), bias)}
                                : new Tensor[] {data, filter})
                .outputs(out)
                .append();
        return out;
    }

    private Tensor converted(ModelBuilder builder, Tensor data, String name, float range) {
        boolean toReal = data.type() == TensorType.INT8;
        Tensor out = builder.tensor(name, toReal ? TensorType.FLOAT32 : TensorType.INT8, 1, WIDTH);
        if (!toReal) {
            scale(builder, out, range);
        }
        builder.operator(toReal ? BuiltinOperator.DEQUANTIZE : BuiltinOperator.QUANTIZE)
                .version(toReal ? 2 : 1)
                .inputs(data)
                .outputs(out)
                .append();
        return out;
    }

    private Tensor integer(ModelBuilder builder, Tensor data, int layer, String name, float range) {
        float[] scales = scales(layer);
        var bytes = new byte[WIDTH * WIDTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.rint(weights[layer][i / WIDTH][i % WIDTH] / scales[perChannel ? i / WIDTH : 0]);
        }
        Tensor filter = builder.constant("w" + layer, TensorType.INT8, Shape.of(WIDTH, WIDTH), BufferContent.of(bytes));
        builder.editor().tensor(filter).quantization(quantization(scales));
        Tensor out = builder.tensor(name, hybrid ? TensorType.FLOAT32 : TensorType.INT8, 1, WIDTH);
        if (!hybrid) {
            scale(builder, out, range);
        }
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .version(hybrid ? 3 : 4)
                .inputs(
                        biased
                                ? new Tensor[] {data, filter, integerBias(builder, data, layer, scales)}
                                : new Tensor[] {data, filter})
                .outputs(out)
                .append();
        return out;
    }

    private float[] scales(int layer) {
        float[] scales = new float[perChannel ? WIDTH : 1];
        for (int o = 0; o < WIDTH; o++) {
            for (float value : weights[layer][o]) {
                int channel = perChannel ? o : 0;
                scales[channel] = Math.max(scales[channel], Math.abs(value) / 127);
            }
        }
        return scales;
    }

    private static Quantization quantization(float[] scales) {
        return scales.length == 1 ? Quantization.perTensor(scales[0], 0) : Quantization.perChannel(scales, 0);
    }

    private Tensor integerBias(ModelBuilder builder, Tensor data, int layer, float[] weights) {
        float[] scales = weights.clone();
        var integers = new int[WIDTH];
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= data.quantization().orElseThrow().scale(0);
        }
        for (int o = 0; o < WIDTH; o++) {
            integers[o] = Math.round(bias(layer, o) / scales[perChannel ? o : 0]);
        }
        Tensor bias = builder.constant("b" + layer, Shape.of(WIDTH), integers);
        builder.editor().tensor(bias).quantization(quantization(scales));
        return bias;
    }
}
