package io.lapidary.technique.weightonly.internal;

import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;

/**
 * A weight's choice and what it comes to.
 *
 * @param choice as it was carried out
 * @param scales one for each channel or block; none if a weight is not finite
 * @param content the integers
 */
record EncodedWeight(StorageChoice choice, float[] scales, BufferContent content) {
    /** What tensors must have in common to share an encoded buffer. */
    record Source(Buffer buffer, ChannelLayout layout, WeightFormat format, WeightDecision decision) {
        static Source of(StorageChoice choice) {
            return new Source(choice.weight().tensor().buffer(), choice.layout(), choice.format(), choice.decision());
        }
    }

    boolean isFinite() {
        return scales.length > 0;
    }
}
