package io.lapidary.quantization.integer.constant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Scales by what rounding errors add up to. */
class ScaleTrialsTest {
    private static final int EACH = 32;
    private static final int CHANNELS = 40;

    private final Random random = new Random(3);
    private final double[] together = new double[EACH * EACH];
    private final double[] apart = new double[EACH * EACH];

    ScaleTrialsTest() {
        Arrays.fill(together, 1);
        for (int i = 0; i < EACH; i++) {
            apart[i * EACH + i] = 1;
        }
    }

    /** What all inputs do alike is multiplied by the sum of errors, which one of 33 scales makes nearly 0. */
    @Test
    void errorsOfInputsThatGoTogetherCancel() {
        double before = 0;
        double after = 0;
        for (int c = 0; c < CHANNELS; c++) {
            double[] weights = random.doubles(EACH, -1, 1).toArray();
            float least = least(weights);
            before += Math.pow(sum(weights, least), 2);
            after += Math.pow(sum(weights, best(weights, together)), 2);
        }
        assertThat(after).isLessThan(.02 * before);
    }

    @Test
    void ofIndependentInputsEveryErrorCounts() {
        for (int c = 0; c < CHANNELS; c++) {
            double[] weights = random.doubles(EACH, -1, 1).toArray();
            var single = new ScaleTrials(new float[] {least(weights)});
            for (double weight : weights) {
                single.add(0, weight);
            }
            assertThat(single.best()).containsExactly(best(weights, apart));
        }
    }

    /** A row in two blocks, and a channel that other weights do not touch. */
    @Test
    void blocksOfAChannelAddUp() {
        double[] weights = {1, .3, -.7, .2};
        double[] half = {2, .5, .5, 1};
        double[] whole = {2, .5, 0, 0, .5, 1, 0, 0, 0, 0, 2, .5, 0, 0, .5, 1};
        var blocks = new ScaleTrials(new float[] {1, 1 / 127f});
        blocks.add(1, Arrays.copyOfRange(weights, 0, 2), half);
        blocks.add(1, Arrays.copyOfRange(weights, 2, 4), half);
        assertThat(blocks.best()).containsExactly(1, best(weights, whole));
    }

    private static float least(double[] weights) {
        return (float) (Arrays.stream(weights).map(Math::abs).max().orElseThrow() / 127);
    }

    private static float best(double[] weights, double[] moments) {
        var trials = new ScaleTrials(new float[] {least(weights)});
        trials.add(0, weights, moments);
        return trials.best()[0];
    }

    private static double sum(double[] weights, float scale) {
        return Arrays.stream(weights)
                .map(weight -> weight - scale * Math.rint(weight / scale))
                .sum();
    }
}
