package io.lapidary.technique.adaptiverounding.internal;

import java.util.BitSet;

import io.lapidary.model.annotation.Annotation;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.layer.LinearLayer;

/**
 * A layer and how its weights are to be rounded.
 *
 * @param layer whose weights
 * @param format that they were rounded for
 * @param scales one, or one for each output channel
 * @param up by element of the tensor
 * @param nearest mean square of the outputs' errors with the nearest integers, summed over output channels
 * @param rounded the same as it was decided
 */
record RoundedLayer(LinearLayer layer, WeightFormat format, float[] scales, BitSet up, double nearest, double rounded) {
    Annotation.Scale scale() {
        return new Annotation.Scale(scales, new long[scales.length], scales.length == 1 ? 0 : layer.axis());
    }

    Annotation.Rounding rounding() {
        return new Annotation.Rounding(
                up, Math.toIntExact(layer.weights().shape().elements()), format.bits(), format == format.narrow());
    }

    /** By how many decibels the error's energy fell. */
    double gainDb() {
        return rounded > 0 && nearest > 0 ? 10 * Math.log10(nearest / rounded) : 0;
    }
}
