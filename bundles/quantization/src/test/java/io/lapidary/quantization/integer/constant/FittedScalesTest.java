package io.lapidary.quantization.integer.constant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

class FittedScalesTest {
    private static final int CHANNELS = 16;
    private static final int EACH = 24;

    private final ModelBuilder builder = new ModelBuilder("weights");

    @Test
    void everyChannelComesNearerAndNoneIsClipped() {
        var random = new Random(7);
        float[] values = new float[CHANNELS * EACH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        // One layout runs through a channel's weights, the other across channels.
        for (int axis : new int[] {0, 1}) {
            int[] dims = axis == 0 ? new int[] {CHANNELS, EACH} : new int[] {EACH, CHANNELS};
            Tensor weights = builder.constant("weights" + axis, Shape.of(dims), values);
            double[] before = errors(values, WeightScales.of(weights, axis));
            double[] after = errors(values, WeightScales.fitted(weights, axis));
            double ratios = 0;
            for (int c = 0; c < CHANNELS; c++) {
                assertThat(WeightScales.fitted(weights, axis).scale(c))
                        .isBetween(
                                WeightScales.of(weights, axis).scale(c),
                                1.0626f * WeightScales.of(weights, axis).scale(c));
                assertThat(after[c]).isLessThanOrEqualTo(before[c]);
                ratios += after[c] / before[c] / CHANNELS;
            }
            assertThat(ratios).as("axis " + axis).isBetween(.5, .85);
        }
    }

    @Test
    void exactMultiplesKeepTheirScale() {
        Tensor weights = builder.constant("weights", Shape.of(1, 4), 127f, -3, 64, 1);
        assertThat(WeightScales.fitted(weights, 0).scales()).containsExactly(1);
    }

    /** 126.5 steps, and 1 of the same: a step of 1.012 makes both whole. */
    @Test
    void aWiderStepMayMeetAllWeights() {
        Tensor weights = builder.constant("weights", Shape.of(1, 2), 126f, 1f);
        float scale = WeightScales.fitted(weights, -1).scale(0);
        assertThat(Math.abs(126 / scale - Math.rint(126 / scale)) + Math.abs(1 / scale - Math.rint(1 / scale)))
                .isLessThan(.03f);
    }

    @Test
    void zerosKeepAScaleThatBiasesCanBeDividedBy() {
        Tensor weights = builder.constant("weights", Shape.of(2, 2), 0f, 0, 1e-30f, -1e30f);
        assertThat(WeightScales.fitted(weights, 0).scales()[0]).isEqualTo(1);
        assertThat(WeightScales.fitted(weights, 0).scales()[1]).isPositive().isFinite();
    }

    private static double[] errors(float[] values, WeightScales scales) {
        double[] errors = new double[CHANNELS];
        for (int i = 0; i < values.length; i++) {
            int c = scales.axis() == 0 ? i / EACH : i % CHANNELS;
            double steps = Math.rint(values[i] / scales.scale(c));
            assertThat(Math.abs(steps)).isLessThanOrEqualTo(127);
            errors[c] += Math.pow(values[i] - steps * scales.scale(c), 2);
        }
        return errors;
    }
}
