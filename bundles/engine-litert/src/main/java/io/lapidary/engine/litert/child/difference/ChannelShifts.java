package io.lapidary.engine.litert.child.difference;

import java.util.Arrays;
import java.util.List;

/**
 * By channel, the mean of a candidate's distance from the reference, and its standard error: from the spread of the samples' own
 * means, and from how alike those of neighbours are, since samples of a stream tell less than as many of all kinds. With the lag-one
 * correlation r of the n samples' means, their mean has the variance {@code s^2 / n (1 + r) / (1 - r)}; r follows from the mean
 * square of successive differences (von Neumann 1941).
 */
final class ChannelShifts {
    /** Takes the error of a single sample for as large as can be told. */
    private static final double UNKNOWN = Double.MAX_VALUE;
    /** Beyond this, samples are taken to be worth no less. */
    private static final double MOST_ALIKE = 0.95;

    private final double[] sums;
    private final double[] means;
    private final double[] squares;
    private final double[] before;
    private final double[] steps;
    private long elements;
    private long samples;

    ChannelShifts(int channels) {
        sums = new double[channels];
        means = new double[channels];
        squares = new double[channels];
        before = new double[channels];
        steps = new double[channels];
    }

    int channels() {
        return sums.length;
    }

    void add(int channel, double distance) {
        sums[channel] += distance;
        elements++;
    }

    /** Ends a sample. */
    void end() {
        if (elements == 0) {
            return;
        }
        samples++;
        double each = (double) elements / sums.length;
        for (int c = 0; c < sums.length; c++) {
            double value = sums[c] / each;
            double beside = value - means[c];
            means[c] += beside / samples;
            squares[c] += beside * (value - means[c]);
            if (samples > 1) {
                steps[c] += (value - before[c]) * (value - before[c]);
            }
            before[c] = value;
        }
        Arrays.fill(sums, 0);
        elements = 0;
    }

    List<Double> means() {
        return Arrays.stream(means).boxed().toList();
    }

    List<Double> errors() {
        double[] errors = new double[means.length];
        for (int c = 0; c < errors.length; c++) {
            errors[c] = error(c);
        }
        return Arrays.stream(errors).boxed().toList();
    }

    private double error(int c) {
        if (samples < 2) {
            return UNKNOWN;
        }
        if (squares[c] == 0) {
            return 0;
        }
        double alike = 1 - steps[c] / (2 * squares[c]);
        double r = Math.max(0, Math.min(MOST_ALIKE, alike));
        return Math.sqrt(squares[c] / (samples - 1) / samples * (1 + r) / (1 - r));
    }
}
