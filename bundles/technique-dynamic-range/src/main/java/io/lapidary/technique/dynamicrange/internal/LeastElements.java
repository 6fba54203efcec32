package io.lapidary.technique.dynamicrange.internal;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.quantization.FloatWeight;

/**
 * How many elements weights need to become integers.
 *
 * @param computed of an operator's weights together, for it to be computed in integers
 * @param stored of a weight that is stored as integers and made float32 when the model is loaded
 */
record LeastElements(long computed, long stored) {
    /** A smaller weight takes more bytes as int8 with a DEQUANTIZE, its tensor and its name, than as float32. */
    static final long WORTH_STORING = 256;

    /** Whatever takes fewer bytes so. */
    static final LeastElements SMALLEST_FILE = new LeastElements(0, WORTH_STORING);

    boolean compute(long elements) {
        return elements >= Math.max(1, computed);
    }

    boolean store(FloatWeight weight) {
        return weight.elements() >= Math.max(1, isDepthwise(weight) ? Math.min(stored, WORTH_STORING) : stored);
    }

    /** Whether the weight is left as it is though bytes would be saved. */
    boolean leave(FloatWeight weight) {
        return !store(weight) && weight.elements() >= WORTH_STORING;
    }

    /**
     * Depthwise filters are small by nature, add up, and lose least, since few elements share a scale: their own parameter tells
     * what becomes of them.
     */
    private static boolean isDepthwise(FloatWeight weight) {
        return weight.uses().stream().allMatch(use -> use.operator().type() == BuiltinOperator.DEPTHWISE_CONV_2D);
    }
}
