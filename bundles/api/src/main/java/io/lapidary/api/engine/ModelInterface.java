package io.lapidary.api.engine;

import java.util.List;

/**
 * How a model can be called.
 *
 * @param signatures at least one; the first is what a request without a signature means
 */
public record ModelInterface(List<ModelSignature> signatures) {
    public ModelInterface {
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one signature");
        }
    }

    public ModelSignature primary() {
        return signatures.get(0);
    }
}
