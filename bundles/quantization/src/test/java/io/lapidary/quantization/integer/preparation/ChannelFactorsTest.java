package io.lapidary.quantization.integer.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.statistics.ChannelStatistics;

class ChannelFactorsTest {
    private static final Levels INT8 = IntegerScheme.INT8.levels();
    private static final Levels INT16 = IntegerScheme.INT16X8.levels();

    private static ChannelStatistics seen(double[] least, double[] most) {
        double[] variances = new double[least.length];
        for (int c = 0; c < variances.length; c++) {
            variances[c] = Math.pow((most[c] - least[c]) / 6, 2);
        }
        return new ChannelStatistics(new double[least.length], variances, least, most);
    }

    @Test
    void channelsGrowAsFarAsTheRangeOfAllAllows() {
        var seen = seen(new double[] {0, -1, -5, -.01, 0}, new double[] {16, 4, 0, .02, 0});
        assertThat(new ChannelFactors(seen, List.of(INT8)).whole()).containsExactly(0, 2, 0, 8, 0);
        assertThat(new ChannelFactors(seen, List.of(INT16)).whole()).containsExactly(0, 2, 1, 8, 0);
    }

    /** Alike weights lose by factors what small channels gain: of int8's steps there are few, of int16's enough. */
    @Test
    void smallChannelsGrowOnlyWhereStepsAreFew() {
        float[] weights = new float[8 * 8];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? 1 : -1;
        }
        double[] most = {16, 1, 1, 1, 1, 1, 1, 1};
        assertThat(quietest(weights, most, INT8)[1]).isBetween(1, 4);
        assertThat(quietest(weights, most, INT16)).containsOnly(0);
    }

    /** A channel's weights take the steps of all others, in both schemes: the channel grows, and they shrink. */
    @Test
    void aChannelOfLargeWeightsGrowsInBothSchemes() {
        float[] weights = new float[8 * 8];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i % 3 - 1.25f) * (i % 8 == 1 ? 16 : 1);
        }
        double[] most = {1, 1 / 16.0, 1, 1, 1, 1, 1, 1};
        for (Levels levels : new Levels[] {INT8, INT16}) {
            int[] bits = quietest(weights, most, levels);
            assertThat(bits[1] - bits[0]).as(levels.toString()).isBetween(3, 4);
        }
    }

    /** What would be best for one scheme alone costs the other more: alike weights, and channels that int8 would grow. */
    @Test
    void ofTwoSchemesNeitherLosesWhatTheOtherDoesNotGain() {
        float[] weights = new float[8 * 8];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i % 5 - 2.25f) * (i % 8 == 2 ? 4 : 1);
        }
        var seen = seen(new double[8], new double[] {16, 1, 1, 2, 1, 4, 1, 1});
        var tensor = new ModelBuilder("reader").constant("weights", Shape.of(8, 8), weights);
        var noise = new ReaderNoise(tensor, seen, true, true);
        var schemes = List.of(INT8, INT16);
        int[] narrow = new ChannelFactors(seen, List.of(INT8)).quietest(noise);
        int[] wide = new ChannelFactors(seen, List.of(INT16)).quietest(noise);
        var factors = new ChannelFactors(seen, schemes);

        int[] both = factors.quietest(noise);

        for (int[] other : List.of(new int[8], factors.whole(), narrow, wide)) {
            assertThat(noise.of(both, schemes)).isLessThanOrEqualTo(noise.of(other, schemes));
        }
        assertThat(noise.of(both, List.of(INT16))).isLessThan(noise.of(narrow, List.of(INT16)));
        assertThat(noise.of(both, List.of(INT8))).isLessThan(noise.of(wide, List.of(INT8)));
    }

    private static int[] quietest(float[] weights, double[] most, Levels levels) {
        var tensor = new ModelBuilder("reader").constant("weights", Shape.of(8, 8), weights);
        var seen = seen(new double[8], most);
        return new ChannelFactors(seen, List.of(levels)).quietest(new ReaderNoise(tensor, seen, true, true));
    }
}
