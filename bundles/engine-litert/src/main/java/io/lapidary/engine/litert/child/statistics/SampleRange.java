package io.lapidary.engine.litert.child.statistics;

import java.util.Arrays;

/**
 * Least and largest finite value of one sample of a tensor, and how many others there are. Pieces are compared column by column,
 * all arrays at the same index, for which the virtual machine has vector instructions.
 */
final class SampleRange {
    private float[] lows = {};
    private float[] highs = {};
    private int used;
    private float min;
    private float max;
    private long nonFinite;

    /** @param width of the longest piece to come */
    void begin(int width) {
        if (lows.length < width) {
            lows = new float[width];
            highs = new float[width];
        }
        Arrays.fill(lows, 0, width, Float.POSITIVE_INFINITY);
        Arrays.fill(highs, 0, width, Float.NEGATIVE_INFINITY);
        used = width;
        nonFinite = 0;
        min = 0;
        max = 0;
    }

    void add(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            lows[i] = Math.min(lows[i], values[i]);
            highs[i] = Math.max(highs[i], values[i]);
        }
    }

    /**
     * Ends a sample.
     *
     * @return whether all of it was finite; else it must be given again, to {@link #addOneByOne}
     */
    boolean end() {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < used; i++) {
            low = Math.min(low, lows[i]);
            high = Math.max(high, highs[i]);
        }
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            min = Float.POSITIVE_INFINITY;
            max = Float.NEGATIVE_INFINITY;
            return false;
        }
        // The sums turn -0 into 0.
        min = low + 0f;
        max = high + 0f;
        return true;
    }

    void addOneByOne(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            if (Float.isFinite(values[i])) {
                min = Math.min(min, values[i] + 0f);
                max = Math.max(max, values[i] + 0f);
            } else {
                nonFinite++;
            }
        }
    }

    /**
     * What was seen since it began of each channel, if all of it was finite.
     *
     * @param count of channels, of which the pieces' width is a multiple
     */
    Channels channels(int count) {
        float[] least = new float[count];
        float[] largest = new float[count];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < used; i++) {
            least[i % count] = Math.min(least[i % count], lows[i] + 0f);
            largest[i % count] = Math.max(largest[i % count], highs[i] + 0f);
        }
        return new Channels(least, largest);
    }

    /** What was seen since it began, once it has ended. */
    Seen seen() {
        return new Seen(min, max, nonFinite);
    }

    /** Ranges of a sample's channels, of finite numbers. */
    record Channels(float[] least, float[] largest) {}

    /**
     * A sample's range.
     *
     * @param min above {@code max} where nothing was finite
     */
    record Seen(float min, float max, long nonFinite) {
        boolean any() {
            return min <= max;
        }

        float magnitude() {
            return any() ? Math.max(-min, max) : 0;
        }
    }
}
