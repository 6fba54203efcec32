package io.lapidary.quantization.statistics;

/** The normal distribution's integral. */
final class NormalShare {
    private NormalShare() {}

    /** The share of a standard normal distribution below x, within 1e-7 (Abramowitz and Stegun 1964, 26.2.17). */
    static double below(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
        return x < 0 ? tail : 1 - tail;
    }
}
