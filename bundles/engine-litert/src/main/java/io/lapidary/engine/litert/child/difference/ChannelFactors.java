package io.lapidary.engine.litert.child.difference;

import java.util.Optional;

/**
 * Sums of a reference r and a candidate c by channel, and the factors g of c = g r that follow from them: g = sum rc / sum rr, the
 * least-squares estimate, which noise of c that does not go with r leaves as it is.
 */
final class ChannelFactors {
    /** Fewer elements of a channel fit a factor by chance. */
    private static final long LEAST_ELEMENTS = 8;
    /** So many times the energy of the error must go away with the factors: 10 dB. */
    private static final double MUCH_NEARER = 10;
    /** Quantization itself moves a channel by less. */
    private static final double NOTABLE = 1.5;
    /** Rewrites that keep float results bit for bit take powers of two. */
    private static final double NEAR_POWER = 0.02;

    private final double[] rr;
    private final double[] rc;
    private final double[] cc;
    private final long[] elements;

    ChannelFactors(int channels) {
        rr = new double[channels];
        rc = new double[channels];
        cc = new double[channels];
        elements = new long[channels];
    }

    void add(int channel, double reference, double candidate) {
        rr[channel] += reference * reference;
        rc[channel] += reference * candidate;
        cc[channel] += candidate * candidate;
        elements[channel]++;
    }

    /** Factors by channel, 1 for a channel that one does not explain; empty where that is every channel. */
    Optional<double[]> find() {
        var factors = new double[rr.length];
        boolean any = false;
        for (int k = 0; k < factors.length; k++) {
            double factor = estimate(k);
            boolean scaled = elements[k] >= LEAST_ELEMENTS
                    && Math.max(factor, 1 / factor) > NOTABLE
                    && error(k, 1) > MUCH_NEARER * error(k, factor);
            factors[k] = scaled ? factor : 1;
            any |= scaled;
        }
        return any ? Optional.of(factors) : Optional.empty();
    }

    /** The factors anew, by more elements, of those channels that have one. */
    double[] refined(double[] first) {
        var factors = new double[first.length];
        for (int k = 0; k < factors.length; k++) {
            factors[k] = first[k] == 1 ? 1 : estimate(k);
        }
        return factors;
    }

    private double estimate(int k) {
        return rc[k] > 0 && rr[k] > 0 ? rounded(rc[k] / rr[k]) : 1;
    }

    private static double rounded(double factor) {
        double power = Math.pow(2, Math.rint(Math.log(factor) / Math.log(2)));
        return Math.abs(factor / power - 1) < NEAR_POWER ? power : factor;
    }

    /** Energy of c / g - r. */
    double error(double[] factors) {
        double sum = 0;
        for (int k = 0; k < factors.length; k++) {
            sum += error(k, factors[k]);
        }
        return sum;
    }

    private double error(int k, double factor) {
        return Math.max(0, cc[k] / (factor * factor) - 2 * rc[k] / factor + rr[k]);
    }
}
