package io.lapidary.model.shape;

/** Tells the walk over the graph that an operator's outputs cannot be inferred, and why. It is no failure and carries no trace. */
final class UnknownShape extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownShape(String reason) {
        super(reason, null, false, false);
    }
}
