package io.lapidary.backend.cpu.internal.place;

import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.TensorType;

/** In what XNNPACK computes. */
enum Kind {
    FLOAT32,
    INT8,
    UINT8;

    /** The kind that computes in a type; empty where there is none (16-bit and wider integers, booleans, strings). */
    static Optional<Kind> of(TensorType type) {
        return switch (type) {
            case FLOAT32 -> Optional.of(FLOAT32);
            case INT8 -> Optional.of(INT8);
            case UINT8 -> Optional.of(UINT8);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
