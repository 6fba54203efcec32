package io.lapidary.engine.litert.child;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and variance of all elements and by channel, from sums and sums of squares in double precision. Each channel is shifted
 * by a value it had, so that a large mean does not swallow a small variance.
 */
final class MomentsGatherer {
    /** Columns are walked side by side; few channels are laid out several times to make the walk long enough. */
    private static final int LEAST_WIDTH = 64;

    private final int channels;
    private final int width;
    private final double[] shifts;
    private final double[] sums;
    private final double[] squares;
    private final long[] counts;
    private final boolean[] shifted;
    private boolean allShifted;

    MomentsGatherer(int channels) {
        this.channels = channels;
        this.width = channels * Math.max(1, LEAST_WIDTH / channels);
        this.shifts = new double[width];
        this.sums = new double[width];
        this.squares = new double[width];
        this.counts = new long[width];
        this.shifted = new boolean[channels];
    }

    /**
     * Takes a piece of a sample.
     *
     * @param from index of its first element within the sample
     * @param finite whether all its values are
     */
    void add(float[] values, int from, int n, boolean finite) {
        int column = from % width;
        for (int i = 0; i < n; ) {
            int run = Math.min(n - i, width - column);
            if (finite && shiftsKnown(column, run)) {
                addRun(values, i, column, run);
            } else {
                addOneByOne(values, i, column, run);
            }
            i += run;
            column = 0;
        }
    }

    private boolean shiftsKnown(int column, int run) {
        if (!allShifted) {
            for (int c = column; c < column + run; c++) {
                if (!shifted[c % channels]) {
                    return false;
                }
            }
            allShifted = column == 0 && run >= channels;
        }
        return true;
    }

    private void addRun(float[] values, int i, int column, int run) {
        for (int j = 0; j < run; j++) {
            double value = values[i + j] - shifts[column + j];
            sums[column + j] += value;
            squares[column + j] += value * value;
        }
        for (int j = 0; j < run; j++) {
            counts[column + j]++;
        }
    }

    private void addOneByOne(float[] values, int i, int column, int run) {
        for (int j = 0; j < run; j++) {
            if (Float.isFinite(values[i + j])) {
                int channel = (column + j) % channels;
                if (!shifted[channel]) {
                    shift(channel, values[i + j]);
                }
                double value = values[i + j] - shifts[column + j];
                sums[column + j] += value;
                squares[column + j] += value * value;
                counts[column + j]++;
            }
        }
    }

    private void shift(int channel, double by) {
        shifted[channel] = true;
        for (int c = channel; c < width; c += channels) {
            shifts[c] = by;
        }
    }

    /**
     * @param mean of all elements
     * @param variance of all elements, over their number
     * @param channelMeans 0 for a channel without a finite element
     */
    record Moments(double mean, double variance, List<Double> channelMeans, List<Double> channelVariances) {}

    Moments moments() {
        var means = new ArrayList<Double>(channels);
        var variances = new ArrayList<Double>(channels);
        double total = 0;
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            double count = 0;
            double first = 0;
            double second = 0;
            for (int c = channel; c < width; c += channels) {
                count += counts[c];
                first += sums[c];
                second += squares[c];
            }
            double offset = count == 0 ? 0 : first / count;
            means.add(shifts[channel] + offset);
            variances.add(count == 0 ? 0 : Math.max(0, second / count - offset * offset));
            total += count;
            sum += count * means.get(channel);
        }
        double mean = total == 0 ? 0 : sum / total;
        return new Moments(mean, total == 0 ? 0 : variance(means, variances, mean) / total, means, variances);
    }

    /** Within the channels and between them, times the number of elements. */
    private double variance(List<Double> means, List<Double> variances, double mean) {
        double spread = 0;
        for (int channel = 0; channel < channels; channel++) {
            double count = 0;
            for (int c = channel; c < width; c += channels) {
                count += counts[c];
            }
            double distance = means.get(channel) - mean;
            spread += count * (variances.get(channel) + distance * distance);
        }
        return spread;
    }
}
