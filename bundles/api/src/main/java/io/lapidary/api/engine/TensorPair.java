package io.lapidary.api.engine;

import java.util.Objects;

/**
 * Two tensors that mean the same.
 *
 * @param reference name of a computed tensor of the reference
 * @param candidate name of a computed tensor of the candidate
 * @param factors whether factors of channels may be taken out, as {@link DeviationResult.Deviation} tells; not where others read the
 *     tensor, as an output of the model
 * @param rewritten whether it is known that a rewrite changed the layer beyond rounding: then factors near 1 and offsets of channels may
 *     be taken out too, which errors alone may look like
 */
public record TensorPair(String reference, String candidate, boolean factors, boolean rewritten) {
    public TensorPair {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(candidate, "candidate");
    }

    /** Of a layer of which nothing is known. */
    public TensorPair(String reference, String candidate, boolean factors) {
        this(reference, candidate, factors, false);
    }
}
