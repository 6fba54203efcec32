package io.lapidary.engine.litert.child;

/**
 * Least and largest value over all samples, and the means over samples of each sample's least and largest. Values that are
 * NaN or infinite are counted and enter nothing else.
 *
 * <p>Floats are compared as integers that are ordered alike, for which the virtual machine has vector instructions.
 */
final class RangeGatherer {
    private static final int ABOVE_FINITE = ordered(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
    private static final int BELOW_FINITE = ordered(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));

    private int least = Integer.MAX_VALUE;
    private int largest = Integer.MIN_VALUE;
    private int sampleLeast;
    private int sampleLargest;
    private double sumOfLeast;
    private double sumOfLargest;
    private long samples;
    private long nonFinite;

    void beginSample() {
        sampleLeast = Integer.MAX_VALUE;
        sampleLargest = Integer.MIN_VALUE;
    }

    /**
     * Takes a piece of a sample.
     *
     * @param bits raw bits of floats
     * @return whether all of them are finite
     */
    boolean add(int[] bits, int n) {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            int value = bits[i] ^ (bits[i] >> 31 & Integer.MAX_VALUE);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (n == 0 || (low > BELOW_FINITE && high < ABOVE_FINITE)) {
            include(low, high);
            return true;
        }
        for (int i = 0; i < n; i++) {
            int value = ordered(bits[i]);
            if (value > BELOW_FINITE && value < ABOVE_FINITE) {
                include(value, value);
            } else {
                nonFinite++;
            }
        }
        return false;
    }

    private void include(int low, int high) {
        sampleLeast = Math.min(sampleLeast, low);
        sampleLargest = Math.max(sampleLargest, high);
    }

    void endSample() {
        if (sampleLeast > sampleLargest) {
            return; // nothing finite in it
        }
        least = Math.min(least, sampleLeast);
        largest = Math.max(largest, sampleLargest);
        sumOfLeast += value(sampleLeast);
        sumOfLargest += value(sampleLargest);
        samples++;
    }

    /** 0 where nothing finite was seen; so are the others. */
    float min() {
        return samples == 0 ? 0 : value(least);
    }

    float max() {
        return samples == 0 ? 0 : value(largest);
    }

    double averageMin() {
        return samples == 0 ? 0 : sumOfLeast / samples;
    }

    double averageMax() {
        return samples == 0 ? 0 : sumOfLargest / samples;
    }

    long nonFinite() {
        return nonFinite;
    }

    private static int ordered(int bits) {
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private static float value(int ordered) {
        // The sum turns -0 into 0.
        return Float.intBitsToFloat(ordered(ordered)) + 0f;
    }
}
