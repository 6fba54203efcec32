package io.lapidary.engine.litert.child.statistics;

import java.util.Arrays;

import io.lapidary.api.engine.StatisticsResult.Extremes;

/**
 * The largest value of each group of consecutive samples. Groups are of one size, which doubles whenever there would be too many of
 * them, so that memory does not grow with samples and nobody needs to know their number beforehand.
 */
final class GroupExtremes {
    private static final int TOO_MANY = 16;

    private final float[] groups = new float[TOO_MANY];
    private int count;
    private long size = 1;
    private float current;
    private long filled;

    /** @param largest value of the next sample */
    void add(float largest) {
        current = filled == 0 ? largest : Math.max(current, largest);
        filled++;
        if (filled == size) {
            groups[count++] = current;
            filled = 0;
            if (count == TOO_MANY) {
                joinPairs();
            }
        }
    }

    private void joinPairs() {
        count = TOO_MANY / 2;
        for (int i = 0; i < count; i++) {
            groups[i] = Math.max(groups[2 * i], groups[2 * i + 1]);
        }
        size *= 2;
    }

    /** Without the last group, if it is not full. */
    Extremes extremes() {
        if (count == 0) {
            return Extremes.NONE;
        }
        float[] sorted = Arrays.copyOf(groups, count);
        Arrays.sort(sorted);
        double sum = 0;
        double distances = 0;
        for (int i = 0; i < count; i++) {
            sum += sorted[i];
            distances += (2.0 * i - count + 1) * sorted[i];
        }
        int utmost = 1;
        while (utmost < count && sorted[count - 1 - utmost] == sorted[count - 1]) {
            utmost++;
        }
        return new Extremes(sum / count, count == 1 ? 0 : distances / ((double) count * (count - 1)), count, utmost);
    }
}
