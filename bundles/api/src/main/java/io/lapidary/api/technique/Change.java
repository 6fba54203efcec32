package io.lapidary.api.technique;

/** What a technique may change of a model; what it does not name, stays. */
public enum Change {
    /** Values or types of weights. */
    WEIGHTS,
    /** Types of inputs or outputs. */
    INTERFACE_TYPES,
    /** Shapes of inputs or outputs. */
    INTERFACE_SHAPES,
    /** Operators and tensors: which there are and how they are wired. */
    TOPOLOGY
}
