package io.lapidary.technique.weightonly.internal;

import java.util.OptionalInt;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Shape;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;

/**
 * How a weight is stored.
 *
 * @param weight the constant
 * @param format of its elements
 * @param axis of its scales; empty for one scale
 * @param blockSize elements that share a scale, if it is stored in blocks; else 0
 * @param decision what earlier steps decided of its integers
 * @param direct whether its readers take it as stored; else a DEQUANTIZE goes between
 */
record StorageChoice(
        FloatWeight weight,
        WeightFormat format,
        OptionalInt axis,
        int blockSize,
        WeightDecision decision,
        boolean direct) {
    /** Without blocks: whatever reads such integers makes them float32 first, so all of them may occur. */
    static StorageChoice inRows(FloatWeight weight, WeightFormat format, OptionalInt axis, WeightDecision decision) {
        WeightFormat taken = decision.within(format.full());
        return new StorageChoice(weight, taken, axis, 0, decision, StoragePlan.isLookup(weight));
    }

    boolean inBlocks() {
        return blockSize > 0;
    }

    /** What shares a scale. */
    ChannelLayout layout() {
        Shape shape = weight.tensor().shape();
        if (inBlocks()) {
            return new ChannelLayout(1, Math.toIntExact(shape.elements() / blockSize), blockSize);
        }
        return axis.isPresent() ? ChannelLayout.of(shape, axis.getAsInt()) : ChannelLayout.whole(shape);
    }

    /** The same, with one scale for each row, for a weight whose blocks' scales cannot be stored. */
    StorageChoice withoutBlocks() {
        return inRows(weight, format, OptionalInt.of(0), decision);
    }
}
