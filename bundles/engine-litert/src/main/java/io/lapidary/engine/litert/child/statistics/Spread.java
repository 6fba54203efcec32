package io.lapidary.engine.litert.child.statistics;

/** Mean and standard deviation of numbers that come one by one (Welford 1962). */
final class Spread {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    long count() {
        return count;
    }

    /** 0 of none. */
    double mean() {
        return mean;
    }

    /** Of the numbers themselves, not of what they are a sample of; 0 of none. */
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }
}
