package io.lapidary.evaluation.internal.explain.match;

import io.lapidary.model.Shape;

/** Which channel an element of a row-major tensor belongs to. */
public final class Channels {
    private final int count;
    private final int inner;

    /** @param axis of the channels; of a tensor without it there is one channel */
    public Channels(Shape shape, int axis) {
        boolean there = axis >= 0 && axis < shape.rank();
        count = there ? Math.max(1, shape.dim(axis)) : 1;
        int step = 1;
        for (int i = axis + 1; there && i < shape.rank(); i++) {
            step *= shape.dim(i);
        }
        inner = step;
    }

    public int count() {
        return count;
    }

    public int of(int element) {
        return element / inner % count;
    }
}
