package io.lapidary.model.shape;

/** The elements of an operator's first output where it computes with shapes: integers, a few of them. */
@FunctionalInterface
interface ValueRule {
    /** @throws UnknownShape if they cannot be told from what is known */
    long[] value(OperatorView op);
}
