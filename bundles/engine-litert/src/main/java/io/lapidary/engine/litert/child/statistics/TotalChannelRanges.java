package io.lapidary.engine.litert.child.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Least and largest values by channel over samples. */
final class TotalChannelRanges {
    private final float[] least;
    private final float[] largest;
    private boolean any;

    TotalChannelRanges(int channels) {
        this.least = new float[channels];
        this.largest = new float[channels];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    }

    void add(SampleRange.Channels sample) {
        for (int c = 0; c < least.length; c++) {
            least[c] = Math.min(least[c], sample.least()[c]);
            largest[c] = Math.max(largest[c], sample.largest()[c]);
        }
        any = true;
    }

    /** None before the first sample; so of the largest. */
    List<Float> least() {
        return list(least);
    }

    List<Float> largest() {
        return list(largest);
    }

    private List<Float> list(float[] values) {
        var list = new ArrayList<Float>();
        for (int c = 0; any && c < values.length; c++) {
            list.add(values[c]);
        }
        return list;
    }
}
