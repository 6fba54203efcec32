package io.lapidary.engine.litert.child.statistics;

import java.util.Arrays;

/**
 * Sums and sums of squares of one sample of a tensor, by channel, as distances from the channel's first value, so that a large
 * mean does not swallow a small variance. Short runs are summed in single precision, column by column, and the runs in double.
 */
final class SampleMoments {
    /** Pieces of a run: its sums are exact to some 1e-6 of the distances in it. */
    private static final int RUN = 32;

    private float[] shifts = {};
    private float[] runSums = {};
    private float[] runSquares = {};
    private double[] sums = {};
    private double[] squares = {};
    private long[] counts = {};
    private int channels;
    private int width;
    private int pieces;

    /** @param width of all pieces but the last, a multiple of the channels */
    void begin(int sampleChannels, int pieceWidth) {
        channels = sampleChannels;
        width = pieceWidth;
        if (shifts.length < width) {
            shifts = new float[width];
            runSums = new float[width];
            runSquares = new float[width];
            sums = new double[width];
            squares = new double[width];
            counts = new long[width];
        }
        Arrays.fill(runSums, 0, width, 0);
        Arrays.fill(runSquares, 0, width, 0);
        Arrays.fill(sums, 0, width, 0);
        Arrays.fill(squares, 0, width, 0);
        Arrays.fill(counts, 0, width, 0);
        pieces = 0;
    }

    /** Takes a piece of finite values, whose squares are neither too large nor too small for single precision. */
    void add(float[] values, int n) {
        if (pieces == 0) {
            for (int j = 0; j < width; j++) {
                shifts[j] = j % channels < n ? values[j % channels] : 0;
            }
        }
        for (int j = 0; j < n; j++) {
            float value = values[j] - shifts[j];
            runSums[j] += value;
            runSquares[j] += value * value;
        }
        for (int j = 0; j < n; j++) {
            counts[j]++;
        }
        if (++pieces % RUN == 0) {
            flush();
        }
    }

    private void flush() {
        for (int j = 0; j < width; j++) {
            sums[j] += runSums[j];
            squares[j] += runSquares[j];
        }
        Arrays.fill(runSums, 0, width, 0);
        Arrays.fill(runSquares, 0, width, 0);
    }

    /** Takes a piece of any values in double precision; those that are not finite are left out. */
    void addOneByOne(float[] values, int n) {
        for (int j = 0; j < n; j++) {
            int channel = j % channels;
            if (Float.isFinite(values[j])) {
                if (counts[channel] == 0) {
                    shifts[channel] = values[j];
                }
                double value = (double) values[j] - shifts[channel];
                sums[channel] += value;
                squares[channel] += value * value;
                counts[channel]++;
            }
        }
    }

    /** Ends the sample. */
    Channels end() {
        flush();
        var gathered = new Channels(new long[channels], new double[channels], new double[channels]);
        for (int channel = 0; channel < channels; channel++) {
            long count = 0;
            double first = 0;
            double second = 0;
            for (int c = channel; c < width; c += channels) {
                count += counts[c];
                first += sums[c];
                second += squares[c];
            }
            if (count > 0) {
                gathered.counts()[channel] = count;
                gathered.means()[channel] = shifts[channel] + first / count;
                gathered.distances()[channel] = Math.max(0, second - first * (first / count));
            }
        }
        return gathered;
    }

    /**
     * A sample's channels.
     *
     * @param counts of finite elements
     * @param distances sums of squared distances from the means
     */
    record Channels(long[] counts, double[] means, double[] distances) {}
}
