package io.lapidary.quantization.integer.preparation;

import java.util.List;

import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.statistics.ChannelStatistics;

/** Chooses factors for an activation's channels: powers of two, told by their logarithms. */
final class ChannelFactors {
    private static final int MOST_BITS = 8;
    private static final int EXPONENTS = 4;
    /** Takes no octave away by rounding of the logarithm. */
    private static final double SLACK = 1e-9;

    private final List<Levels> levels;
    private final double[] octaves;

    /** @param levels that all channels share: those that the activation may come to have */
    ChannelFactors(ChannelStatistics seen, List<Levels> levels) {
        this.levels = levels;
        // What grows within a range that is not symmetric stays within the symmetric one, too.
        this.octaves = octaves(seen, levels.stream().allMatch(Levels::symmetric));
    }

    /** How often each channel can be doubled within the range of all; 0 for one that is always 0. */
    private static double[] octaves(ChannelStatistics seen, boolean symmetric) {
        double low = 0;
        double high = 0;
        for (int c = 0; c < seen.channels(); c++) {
            low = Math.min(low, seen.least()[c]);
            high = Math.max(high, seen.most()[c]);
        }
        if (symmetric) {
            high = Math.max(high, -low);
            low = -high;
        }
        double[] octaves = new double[seen.channels()];
        for (int c = 0; c < octaves.length; c++) {
            double down = seen.least()[c] < 0 ? low / seen.least()[c] : Double.POSITIVE_INFINITY;
            double up = seen.most()[c] > 0 ? high / seen.most()[c] : Double.POSITIVE_INFINITY;
            double growth = Math.min(down, up);
            octaves[c] = Double.isFinite(growth) ? Math.log(growth) / Math.log(2) + SLACK : 0;
        }
        return octaves;
    }

    /** As large as each channel may be: every one gains steps, and the range stays. */
    int[] whole() {
        int[] bits = new int[octaves.length];
        for (int c = 0; c < bits.length; c++) {
            bits[c] = (int) Math.min(MOST_BITS, Math.floor(octaves[c]));
        }
        return bits;
    }

    /**
     * Those of least noise among {@code f = g^p r^q}, with the factor g by which a channel may grow and its largest weight r in parts
     * of what shares a scale with it: p = q = 0 leaves all as it is, p = q = 0.5 is SmoothQuant (Xiao et al. 2023, eq. 4), q = 0 the
     * search of AWQ (Lin et al. 2024, eq. 4).
     */
    int[] quietest(ReaderNoise noise) {
        double[] shares = noise.shares();
        int[] best = new int[octaves.length];
        double least = noise.of(best, levels);
        for (int p = 0; p <= EXPONENTS; p++) {
            for (int q = 0; q <= EXPONENTS; q++) {
                int[] bits = p == EXPONENTS && q == 0
                        ? whole()
                        : bits(shares, (double) p / EXPONENTS, (double) q / EXPONENTS);
                double found = noise.of(bits, levels);
                if (found < least) {
                    least = found;
                    best = bits;
                }
            }
        }
        return best;
    }

    private int[] bits(double[] shares, double p, double q) {
        int[] bits = new int[octaves.length];
        for (int c = 0; c < bits.length; c++) {
            if (shares[c] > 0) {
                double wanted = p * octaves[c] + q * Math.log(shares[c]) / Math.log(2);
                bits[c] = (int) Math.max(-MOST_BITS, Math.min(MOST_BITS, Math.round(wanted)));
            }
        }
        return bits;
    }
}
