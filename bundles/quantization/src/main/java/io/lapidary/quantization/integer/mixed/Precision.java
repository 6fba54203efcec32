package io.lapidary.quantization.integer.mixed;

import java.util.Locale;
import java.util.Optional;

import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** How one operator computes and how its weights are stored, from the most exact to the least. */
public enum Precision {
    FLOAT32(Optional.empty()),
    /** Weights stored as float16, computed as float32. */
    FLOAT16(Optional.empty()),
    INT16X8(Optional.of(IntegerScheme.INT16X8)),
    INT8(Optional.of(IntegerScheme.INT8));

    private final Optional<IntegerScheme> scheme;

    Precision(Optional<IntegerScheme> scheme) {
        this.scheme = scheme;
    }

    /** The integers of the activations; empty for float32 ones. */
    public Optional<IntegerScheme> scheme() {
        return scheme;
    }

    /** As in a request: {@code int16x8}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
