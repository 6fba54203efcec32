package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.Kernels;
import io.lapidary.model.Model;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * Compares what the kernels of one operator make with what float32 makes of the same numbers.
 *
 * @param samples that both see, on the grid of the integers
 */
record KernelComparison(OneOperator operator, Model integer, SampleSet samples) {
    void compare(List<float[]> expected, List<float[]> actual, Kernels kernels) throws Exception {
        for (int output = 0; output < expected.size(); output++) {
            Tensor tensor = integer.main().outputs().get(output);
            switch (tensor.type()) {
                case BOOL -> compareTruths(expected.get(output), actual.get(output), kernels);
                case INT32 -> compareIndices(expected.get(output), actual.get(output), kernels);
                default -> compareNumbers(tensor, expected.get(output), actual.get(output), kernels);
            }
        }
    }

    private void compareNumbers(Tensor output, float[] expected, float[] actual, Kernels kernels) {
        float step = output.quantization().orElseThrow().scale(0);
        double input = scale(integer.main().inputs().get(0));
        for (int i = 0; i < expected.length; i++) {
            double room = Short.MAX_VALUE * step - Math.abs(expected[i]);
            double steps = operator.steps(input, step, output.type() == TensorType.INT16, room);
            assertThat(actual[i])
                    .as("element " + i + " by " + kernels + ", in steps of " + step)
                    .isCloseTo(expected[i], within((float) (steps * step)));
        }
    }

    /** What is nearer to one another than a step may come out either way. */
    private void compareTruths(float[] expected, float[] actual, Kernels kernels) throws Exception {
        float step = 0;
        for (Tensor input : integer.main().inputs()) {
            step = Math.max(step, scale(input));
        }
        float[] first = input(0);
        float[] second = input(1);
        int compared = 0;
        for (int i = 0; i < expected.length; i++) {
            if (first[i] == second[i] || Math.abs(first[i] - second[i]) > step) {
                assertThat(actual[i])
                        .as(first[i] + " with " + second[i] + " by " + kernels)
                        .isEqualTo(expected[i]);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(expected.length / 2);
    }

    /** Indices into the last dimension of the first input; of equal numbers any will do. */
    private void compareIndices(float[] expected, float[] actual, Kernels kernels) throws Exception {
        float[] values = input(0);
        int row = integer.main().inputs().get(0).shape().last();
        int perRow = expected.length * row / values.length;
        for (int i = 0; i < expected.length; i++) {
            int start = i / perRow * row;
            assertThat(values[start + (int) actual[i]])
                    .as("what index " + i + " points at by " + kernels)
                    .isEqualTo(values[start + (int) expected[i]]);
        }
    }

    private float[] input(int index) throws Exception {
        return OperatorKernelsTest.floats(samples.arrays().get(index).file());
    }

    /** 0 of what is no integer. */
    private static float scale(Tensor tensor) {
        return tensor.quantization().map((Quantization q) -> q.scale(0)).orElse(0f);
    }
}
