package io.lapidary.technique.biascorrection.internal;

import java.nio.FloatBuffer;

import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.WeightRows;

/** What is added to one layer's bias. */
final class Correction {
    private final QuantizedLayer quantized;
    private final double[] bias;
    private final double[] target;
    private final double[] shift;

    Correction(QuantizedLayer quantized) {
        this.quantized = quantized;
        int outputs = quantized.layer().rows().outputs();
        this.bias = new double[outputs];
        this.target = new double[outputs];
        this.shift = new double[outputs];
        quantized.layer().bias().ifPresent(this::read);
    }

    private void read(Tensor tensor) {
        FloatBuffer values = tensor.data().asFloatBuffer();
        for (int c = 0; c < bias.length; c++) {
            bias[c] = values.get(c);
        }
    }

    /** Whether the layer has a bias of its own that can be changed, or can get one. */
    static boolean isPossible(LinearLayer layer) {
        if (layer.biasInput() < 0) {
            return false;
        }
        return layer.bias().isEmpty()
                || layer.bias()
                        .filter(bias -> bias.isConstant()
                                && bias.type() == TensorType.FLOAT32
                                && bias.shape().elements() == layer.rows().outputs()
                                && bias.externalBuffer().isEmpty()
                                && !bias.isVariable())
                        .isPresent();
    }

    LinearLayer layer() {
        return quantized.layer();
    }

    QuantizedLayer quantized() {
        return quantized;
    }

    /**
     * Takes the means of the float model's patches: what the outputs' means are to be, and how far the rounding of the weights
     * alone moves them.
     *
     * @param patches by group
     */
    void expect(double[][] patches) {
        for (int output = 0; output < target.length; output++) {
            double[] sums = sums(output, patches);
            target[output] = bias[output] + sums[0];
            shift[output] = sums[0] - sums[1];
        }
    }

    /**
     * Takes the means of patches as they are where all weights are rounded and biases corrected so far.
     */
    void refine(double[][] patches) {
        for (int output = 0; output < target.length; output++) {
            shift[output] = target[output] - bias[output] - sums(output, patches)[1];
        }
    }

    /** The mean of an output without its bias, with exact and with quantized weights. */
    private double[] sums(int output, double[][] patches) {
        WeightRows rows = layer().rows();
        double[] means = patches[rows.group(output)];
        double exact = 0;
        double rounded = 0;
        for (int i = 0; i < means.length; i++) {
            int element = rows.element(output, i);
            exact += means[i] * quantized.exact(element);
            rounded += means[i] * quantized.quantized(element);
        }
        return new double[] {exact, rounded};
    }

    /** The bias with the shift. */
    float[] corrected() {
        float[] corrected = new float[bias.length];
        for (int c = 0; c < corrected.length; c++) {
            corrected[c] = (float) (bias[c] + shift[c]);
        }
        return corrected;
    }

    float[] shift() {
        float[] added = new float[shift.length];
        for (int c = 0; c < added.length; c++) {
            added[c] = (float) shift[c];
        }
        return added;
    }
}
