package io.lapidary.quantization.calibration;

/** Errors as they come out of what reads an activation. */
final class ResponseErrors implements ElementErrors {
    /** More is never clipped at one end, however little it matters: it would look like a range that is too narrow. */
    private static final double MOST_CLIPPED = 0.005;

    private final Distribution distribution;
    private final Response response;
    private final double[] counts;
    private final double rounding;
    private final double total;

    /** @param ignored a bin that does not count; -1 for none */
    ResponseErrors(Distribution distribution, Response response, int ignored) {
        this.distribution = distribution;
        this.response = response;
        this.counts = new double[distribution.bins()];
        double sum = 0;
        double all = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] = bin == ignored ? 0 : distribution.count(bin);
            all += counts[bin];
            sum += counts[bin] * response.slope(distribution.center(bin), distribution.width());
        }
        this.rounding = sum;
        this.total = all;
    }

    @Override
    public double rounding() {
        return rounding;
    }

    @Override
    public double clippedBelow(double end) {
        double error = 0;
        double clipped = 0;
        for (int bin = 0; bin < counts.length && distribution.center(bin) < end; bin++) {
            error += counts[bin] * response.squared(distribution.center(bin), end);
            clipped += counts[bin];
        }
        return clipped > MOST_CLIPPED * total ? Double.POSITIVE_INFINITY : error;
    }

    @Override
    public double clippedAbove(double end) {
        double error = 0;
        double clipped = 0;
        for (int bin = counts.length - 1; bin >= 0 && distribution.center(bin) > end; bin--) {
            error += counts[bin] * response.squared(distribution.center(bin), end);
            clipped += counts[bin];
        }
        return clipped > MOST_CLIPPED * total ? Double.POSITIVE_INFINITY : error;
    }

    @Override
    public double unseenBelow() {
        return response.slope(distribution.whole().min(), distribution.width());
    }

    @Override
    public double unseenAbove() {
        return response.slope(distribution.whole().max(), distribution.width());
    }
}
