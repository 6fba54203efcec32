package io.lapidary.api.dataset;

import java.nio.file.Path;
import java.util.Objects;

import io.lapidary.api.tensor.TensorSpec;

/**
 * One input, output or target of many samples, as a file that two processes can map.
 *
 * @param spec name, type and shape of <em>one sample</em>, without a batch dimension; static
 * @param file the samples back to back, row-major, little-endian, without a header
 */
public record SampleArray(TensorSpec spec, Path file) {
    public SampleArray {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(file, "file");
        if (!spec.isStatic()) {
            throw new IllegalArgumentException("a sample's shape must be static: " + spec);
        }
    }

    /** The bytes of one sample. */
    public long sampleBytes() {
        return spec.type().bytes(spec.elements());
    }
}
