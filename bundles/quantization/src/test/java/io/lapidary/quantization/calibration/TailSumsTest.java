package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.StatisticsResult.Histogram;

class TailSumsTest {
    private static final int BINS = 64;

    @Test
    void sumsAreThoseOfEveryBinBeyond() {
        var random = new Random(11);
        List<Long> counts = LongStream.generate(() -> random.nextInt(1000))
                .limit(BINS)
                .boxed()
                .toList();
        var distribution = new Distribution(new Histogram(-3, 5, counts), new ValueRange(-3, 5));
        int ignored = distribution.zeroBin();
        var sums = new TailSums(distribution, ignored);
        for (double threshold = -4; threshold <= 6; threshold += 0.0173) {
            double above = 0;
            double below = 0;
            double all = 0;
            for (int bin = 0; bin < BINS; bin++) {
                double count = bin == ignored ? 0 : distribution.count(bin);
                double beyond = distribution.center(bin) - threshold;
                all += count;
                above += beyond > 0 ? count * beyond * beyond : 0;
                below += beyond < 0 ? count * beyond * beyond : 0;
            }
            assertThat(sums.rounding()).isEqualTo(all);
            assertThat(sums.clippedAbove(threshold)).isCloseTo(above, within(1e-9 * (1 + above)));
            assertThat(sums.clippedBelow(threshold)).isCloseTo(below, within(1e-9 * (1 + below)));
        }
    }
}
