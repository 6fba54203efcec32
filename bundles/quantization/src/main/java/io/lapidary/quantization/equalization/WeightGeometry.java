package io.lapidary.quantization.equalization;

/**
 * Which output channel and which input channel each weight of a layer belongs to, in the weights' order.
 *
 * @param outputs output channels
 * @param inputs input channels
 * @param taps places of the kernel
 * @param rowInputs input channels that one output channel reads: all, those of its group, or one where it is depthwise
 * @param depthwise whether the output channel runs fastest: [1, height, width, outputs]; else [outputs, taps, rowInputs]
 */
record WeightGeometry(int outputs, int inputs, int taps, int rowInputs, boolean depthwise) {
    /** Takes weights one after another. */
    interface Visitor {
        void visit(float weight, int output, int input);
    }

    int elements() {
        return outputs * taps * rowInputs;
    }

    /** Where the element lies. */
    int output(int element) {
        return depthwise ? element % outputs : element / (taps * rowInputs);
    }

    int input(int element) {
        int output = output(element);
        return depthwise
                ? output / (outputs / inputs)
                : output / (outputs / (inputs / rowInputs)) * rowInputs + element % rowInputs;
    }

    /** Goes over some elements, which start at a number of the whole. */
    void walk(float[] values, int count, int first, Visitor visitor) {
        int i = 0;
        while (i < count) {
            // Within a run the output channel stays (rows) or rises with the element (depthwise), so no division is
            // needed.
            int element = first + i;
            int run = Math.min(count - i, depthwise ? outputs - element % outputs : rowInputs - element % rowInputs);
            int output = output(element);
            int input = input(element);
            int each = depthwise ? outputs / inputs : 1;
            for (int k = 0; k < run; k++) {
                if (depthwise) {
                    visitor.visit(values[i + k], output + k, (output + k) / each);
                } else {
                    visitor.visit(values[i + k], output, input + k);
                }
            }
            i += run;
        }
    }
}
