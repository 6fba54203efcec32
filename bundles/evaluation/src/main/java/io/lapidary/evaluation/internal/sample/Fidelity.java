package io.lapidary.evaluation.internal.sample;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;

import io.lapidary.api.tensor.TensorSpec;

/**
 * How far outputs are from the original's, over all outputs and samples: the signal-to-quantization-noise ratio
 * 10 log10(sum reference^2 / sum (reference - output)^2) in decibels, and the largest absolute difference.
 */
public final class Fidelity {
    private final List<Elements> reference;
    private final List<Elements> output;
    private final List<Integer> sizes;
    private double signal;
    private double noise;
    private double largest;
    private long compared;
    private long broken;

    /** Shapes must be equal, output by output; types need not be. */
    public Fidelity(List<TensorSpec> reference, List<TensorSpec> output) {
        this.reference =
                reference.stream().map(spec -> Elements.of(spec.type())).toList();
        this.output = output.stream().map(spec -> Elements.of(spec.type())).toList();
        this.sizes =
                output.stream().map(spec -> Math.toIntExact(spec.elements())).toList();
    }

    public void add(List<ByteBuffer> referenceBuffers, List<ByteBuffer> outputBuffers) {
        for (int i = 0; i < sizes.size(); i++) {
            add(i, referenceBuffers.get(i), outputBuffers.get(i));
        }
    }

    private void add(int tensor, ByteBuffer expected, ByteBuffer found) {
        Elements right = reference.get(tensor);
        Elements actual = output.get(tensor);
        int size = sizes.get(tensor);
        for (int i = 0; i < size; i++) {
            double r = right.get(expected, i);
            double o = actual.get(found, i);
            if (Double.isFinite(r) && Double.isFinite(o)) {
                double difference = r - o;
                signal += r * r;
                noise += difference * difference;
                largest = Math.max(largest, Math.abs(difference));
                compared++;
            } else if (Double.compare(r, o) != 0) {
                broken++;
            }
        }
    }

    /** Infinite where nothing differs; empty if nothing was compared, something is not finite, or the reference is all zero. */
    public OptionalDouble sqnrDb() {
        if (compared == 0 || broken > 0) {
            return OptionalDouble.empty();
        }
        if (noise == 0) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        return signal == 0 ? OptionalDouble.empty() : OptionalDouble.of(10 * Math.log10(signal / noise));
    }

    /** Empty if nothing was compared or something is not finite. */
    public OptionalDouble largestError() {
        return compared == 0 || broken > 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }

    /** How many elements are NaN or infinite on one side and something else on the other. */
    public long broken() {
        return broken;
    }
}
