package io.lapidary.quantization.calibration;

/**
 * Sums of squared distances of what lies beyond a threshold, from any threshold, each in constant time: for every bin, the zeroth
 * to second moments of all bins from it outwards, about its own center. They only ever grow outside-in, so nothing cancels.
 */
final class TailSums implements ElementErrors {
    private final Distribution distribution;
    /** Of bin {@code i} and those above: how many, and their distances from its center in bins, plain and squared. */
    private final double[][] above;
    /** The same of those below. */
    private final double[][] below;

    /** @param ignored a bin that does not count; -1 for none */
    TailSums(Distribution distribution, int ignored) {
        this.distribution = distribution;
        int bins = distribution.bins();
        this.above = new double[bins][];
        this.below = new double[bins][];
        double[] outer = new double[3];
        for (int bin = bins - 1; bin >= 0; bin--) {
            outer = inwards(outer, bin == ignored ? 0 : distribution.count(bin));
            above[bin] = outer;
        }
        outer = new double[3];
        for (int bin = 0; bin < bins; bin++) {
            outer = inwards(outer, bin == ignored ? 0 : distribution.count(bin));
            below[bin] = outer;
        }
    }

    /** The moments about the center of the next bin, with that bin's own elements. */
    private static double[] inwards(double[] outer, double count) {
        return new double[] {outer[0] + count, outer[1] + outer[0], outer[2] + 2 * outer[1] + outer[0]};
    }

    /** How many elements there are. */
    @Override
    public double rounding() {
        return above[0][0];
    }

    /** Of all bins whose centers lie above a threshold. */
    @Override
    public double clippedAbove(double threshold) {
        double place = (threshold - distribution.edge(0)) / distribution.width();
        int first = (int) Math.max(0, Math.floor(place - 0.5) + 1);
        return first >= above.length ? 0 : squared(above[first], first + 0.5 - place);
    }

    /** Of all bins whose centers lie below a threshold. */
    @Override
    public double clippedBelow(double threshold) {
        double place = (threshold - distribution.edge(0)) / distribution.width();
        int first = (int) Math.min(below.length - 1.0, Math.ceil(place - 0.5) - 1);
        return first < 0 ? 0 : squared(below[first], place - (first + 0.5));
    }

    @Override
    public double unseenBelow() {
        return 1;
    }

    @Override
    public double unseenAbove() {
        return 1;
    }

    /** About a point that lies so many bins before the center. */
    private double squared(double[] moments, double before) {
        double inBins = moments[2] + 2 * before * moments[1] + before * before * moments[0];
        return inBins * distribution.width() * distribution.width();
    }
}
