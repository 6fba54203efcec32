package io.lapidary.quantization.equalization;

import java.util.List;

import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.work.WorkContext;

/**
 * Chooses scales by the noise that rounding will leave in what the second layer makes. With the channels' scales s, their ranges
 * and mean squares as samples show them, and the second layer's weights w:
 *
 * <pre>
 * activations  D^2 / 12 * sum over c of s[c]^2 |w[.,c]|^2       D = (max over c of max[c] / s[c] - min of min[c] / s[c]) / steps
 * weights      sum over o of d[o]^2 / 12 * sum over (c, taps) of E[x[c]^2] / s[c]^2      d[o] = max over c of |w[o,c]| s[c] / steps
 * </pre>
 *
 * <p>Tried are {@code s = a^p / r^q}, with the channel's range a and its largest weight r in parts of its row's largest: p = q = 0
 * leaves all as it is, p = q = 0.5 is SmoothQuant (Xiao et al. 2023, eq. 4), q = 0 the search of AWQ (Lin et al. 2024, eq. 4). A
 * pair that gains less than a tenth of the noise is left alone.
 */
final class NoiseBalance {
    private static final double DEVIATIONS = 4;
    private static final int STEPS = 10;
    private static final double WORTH = 0.9;

    private final Activations activations;
    private final WorkContext context;
    private final double activationSteps;
    private final double weightSteps;

    /** @param activationBits 0 where activations stay float32 */
    NoiseBalance(Activations activations, WorkContext context, int weightBits, int activationBits) {
        this.activations = activations;
        this.context = context;
        this.weightSteps = (1 << weightBits - 1) - 1;
        this.activationSteps = activationBits == 0 ? Double.POSITIVE_INFINITY : (1L << activationBits) - 1;
    }

    /** @return how many pairs were scaled */
    int run(List<Link> links) throws InterruptedException {
        int balanced = 0;
        for (Link link : links) {
            context.checkCancelled();
            var summary =
                    activations.of(link.pair().between().get(0), link.pair().channels());
            if (summary.isPresent() && new Search(link, summary.get()).run()) {
                balanced++;
            }
        }
        return balanced;
    }

    /** For one pair. */
    private final class Search {
        private final Link link;
        private final int channels;
        private final double[] least;
        private final double[] most;
        private final double[] ranges;
        private final double[] squares;
        private final double[] energies;
        private final double[][] rows;
        private final double[] shares;
        private final boolean depthwise;

        Search(Link link, TensorSummary summary) {
            this.link = link;
            this.channels = link.pair().channels();
            this.least = new double[channels];
            this.most = new double[channels];
            this.ranges = new double[channels];
            this.squares = new double[channels];
            this.energies = new double[channels];
            WeightGeometry geometry = link.pair().second().geometry();
            this.depthwise = geometry.depthwise();
            this.rows = new double[depthwise ? 0 : geometry.outputs()][channels];
            for (int c = 0; c < channels; c++) {
                double mean = summary.channelMeans().get(c);
                double variance = summary.channelVariances().get(c);
                double spread = DEVIATIONS * Math.sqrt(variance);
                least[c] = Math.min(0, Math.max(summary.min(), mean - spread));
                most[c] = Math.max(0, Math.min(summary.max(), mean + spread));
                ranges[c] = Math.max(most[c], -least[c]);
                squares[c] = mean * mean + variance;
            }
            Extents.walk(link.pair().second(), (weight, output, input) -> {
                int c = link.pair().channelOf(input);
                energies[c] += (double) weight * weight;
                if (!depthwise) {
                    rows[output][c] = Math.max(rows[output][c], Math.abs(weight));
                }
            });
            this.shares = shares();
        }

        /** By channel, the largest weight in parts of the largest of its row. */
        private double[] shares() {
            double[] largest = new double[channels];
            for (double[] row : rows) {
                double whole = 0;
                for (double weight : row) {
                    whole = Math.max(whole, weight);
                }
                for (int c = 0; whole > 0 && c < channels; c++) {
                    largest[c] = Math.max(largest[c], row[c] / whole);
                }
            }
            return largest;
        }

        boolean run() {
            double[] best = scales(0, 0);
            double plain = noise(best);
            double lowest = plain;
            for (int p = 0; p <= STEPS; p++) {
                for (int q = 0; q <= (depthwise ? 0 : STEPS); q += 2) {
                    double[] scales = scales((double) p / STEPS, (double) q / STEPS);
                    double noise = noise(scales);
                    if (noise < lowest) {
                        lowest = noise;
                        best = scales;
                    }
                }
            }
            if (!(lowest < WORTH * plain)) {
                return false;
            }
            for (int c = 0; c < channels; c++) {
                link.scale(c, best[c]);
            }
            link.follow();
            return true;
        }

        private double[] scales(double p, double q) {
            double[] scales = new double[channels];
            double before = 0;
            double after = 0;
            for (int c = 0; c < channels; c++) {
                boolean alive = ranges[c] > 0 && (depthwise || shares[c] > 0);
                scales[c] = alive ? Math.pow(ranges[c], p) / (depthwise ? 1 : Math.pow(shares[c], q)) : 0;
                before = Math.max(before, ranges[c]);
                after = alive ? Math.max(after, ranges[c] / scales[c]) : after;
            }
            for (int c = 0; c < channels; c++) {
                // The largest channel keeps its size; the others grow towards it, as far as they may.
                scales[c] = scales[c] > 0 ? link.limits().hold(c, scales[c] * after / before) : 1;
            }
            return scales;
        }

        private double noise(double[] scales) {
            double low = 0;
            double high = 0;
            double gain = 0;
            double inverse = 0;
            for (int c = 0; c < channels; c++) {
                low = Math.min(low, least[c] / scales[c]);
                high = Math.max(high, most[c] / scales[c]);
                gain += scales[c] * scales[c] * energies[c];
                inverse += squares[c] / (scales[c] * scales[c]);
            }
            double step = (high - low) / activationSteps;
            double noise = step * step * gain;
            double taps = (double) link.pair().second().geometry().taps()
                    * link.pair().second().geometry().rowInputs()
                    / channels;
            for (double[] row : rows) {
                double largest = 0;
                for (int c = 0; c < channels; c++) {
                    largest = Math.max(largest, row[c] * scales[c]);
                }
                noise += largest * largest / (weightSteps * weightSteps) * inverse * taps;
            }
            return noise / 12;
        }
    }
}
