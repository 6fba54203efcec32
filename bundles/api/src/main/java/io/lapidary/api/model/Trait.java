package io.lapidary.api.model;

import java.util.regex.Pattern;

/**
 * A property of a model that steps require, keep or destroy, so that the order of a pipeline can be checked before it runs.
 *
 * <p>Open on purpose: a technique of a third party may define traits of its own, prefixed with its id and a dot. Of a model
 * as it comes, only the traits below are detected.
 *
 * @param id lower-case words joined by hyphens
 */
public record Trait(String id) implements Comparable<Trait> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)?");

    /** Has constant weights in float32, or none at all and computes in float32. */
    public static final Trait FLOAT_WEIGHTS = new Trait("float-weights");
    /** Computes activations in float32, all of them. */
    public static final Trait FLOAT_ACTIVATIONS = new Trait("float-activations");
    /** Holds integer weights. */
    public static final Trait QUANTIZED_WEIGHTS = new Trait("quantized-weights");
    /** Computes some activations in integers. */
    public static final Trait QUANTIZED_ACTIVATIONS = new Trait("quantized-activations");
    /** At least a fifth of its weights are zeros. */
    public static final Trait SPARSE = new Trait("sparse");
    /** Its weight tensors hold few distinct values (at most 256 of more than 1,024). */
    public static final Trait CLUSTERED = new Trait("clustered");
    /** Carries ranges of its activations as annotations. */
    public static final Trait CALIBRATED = new Trait("calibrated");

    public Trait {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("trait '" + id + "' is not of the form " + FORM);
        }
    }

    @Override
    public int compareTo(Trait other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
