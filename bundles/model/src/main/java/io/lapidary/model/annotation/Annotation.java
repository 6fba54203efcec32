package io.lapidary.model.annotation;

import java.util.BitSet;

/** Something a step found out or decided about a tensor, for the steps behind it. */
public sealed interface Annotation {

    /**
     * The range of the real values.
     *
     * @param min one minimum, or one per channel
     * @param max as many maxima
     * @param axis the channels' axis; without meaning for a single range
     */
    record Range(float[] min, float[] max, int axis) implements Annotation {
        public Range {
            if (min.length == 0 || min.length != max.length) {
                throw new IllegalArgumentException(min.length + " minima and " + max.length + " maxima");
            }
        }

        public static Range of(float min, float max) {
            return new Range(new float[] {min}, new float[] {max}, 0);
        }
    }

    /**
     * Quantization parameters that later steps are to use.
     *
     * @param scale one scale, or one per channel
     * @param zeroPoint as many zero points
     * @param axis the channels' axis; without meaning for a single scale
     */
    record Scale(float[] scale, long[] zeroPoint, int axis) implements Annotation {
        public Scale {
            if (scale.length == 0 || scale.length != zeroPoint.length) {
                throw new IllegalArgumentException(scale.length + " scales and " + zeroPoint.length + " zero points");
            }
        }
    }

    /**
     * For each element, in the order of the tensor, whether it is to be rounded up instead of down (AdaRound).
     *
     * @param up the elements to be rounded up
     * @param elements how many there are
     * @param bits of the integers that this was decided for; 0 if for any
     * @param narrow whether it was decided for a range without the least of these integers, as -7 to 7 with 4 bits
     */
    record Rounding(BitSet up, int elements, int bits, boolean narrow) implements Annotation {
        public Rounding {
            requireFits(up, elements);
        }

        /** Of a narrow range. */
        public Rounding(BitSet up, int elements, int bits) {
            this(up, elements, bits, true);
        }

        /** Of integers of any size. */
        public Rounding(BitSet up, int elements) {
            this(up, elements, 0);
        }
    }

    /**
     * For each element, in the order of the tensor, whether it is kept; the others are zero and stay so.
     *
     * @param kept the elements that are kept
     * @param elements how many there are
     */
    record Mask(BitSet kept, int elements) implements Annotation {
        public Mask {
            requireFits(kept, elements);
        }
    }

    /**
     * The only values that the tensor's elements may have.
     *
     * @param centroids the values, rising
     */
    record Clusters(float[] centroids) implements Annotation {}

    /**
     * What is in a bias to make up for the rounding of weights, so that it is not put there twice, and can be taken back.
     *
     * @param added to each element, in the order of the tensor
     * @param bits of the weights that it is for
     */
    record BiasShift(float[] added, int bits) implements Annotation {}

    private static void requireFits(BitSet bits, int elements) {
        if (bits.length() > elements) {
            throw new IllegalArgumentException("bit " + (bits.length() - 1) + " is beyond " + elements + " elements");
        }
    }
}
