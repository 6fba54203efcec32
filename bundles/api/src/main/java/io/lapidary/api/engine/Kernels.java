package io.lapidary.api.engine;

/** Which implementations of operators an interpreter uses. */
public enum Kernels {
    /** The default: XNNPACK where it takes an operator, the built-in kernels elsewhere. */
    DEFAULT,
    /** The built-in kernels alone, without a delegate. */
    BUILTIN
}
