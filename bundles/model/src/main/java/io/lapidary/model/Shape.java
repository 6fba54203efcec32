package io.lapidary.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A tensor's dimensions, outermost first; -1 stands for a dimension that is only known at run time. Immutable. */
public final class Shape {
    /** The shape of a single value: no dimensions, one element. */
    public static final Shape SCALAR = new Shape(new int[0]);

    /** A dimension that is only known at run time. */
    public static final int DYNAMIC = -1;

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    /** The dimension on an axis; a negative axis counts from the end. */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /**
     * The axis from the front for one that may count from the end.
     *
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public int axis(int axis) {
        int fromFront = axis < 0 ? axis + dims.length : axis;
        if (fromFront < 0 || fromFront >= dims.length) {
            throw new IndexOutOfBoundsException("axis " + axis + " of shape " + this);
        }
        return fromFront;
    }

    public int last() {
        return dim(-1);
    }

    /** A copy. */
    public int[] dims() {
        return dims.clone();
    }

    /** Whether every dimension is known. */
    public boolean isStatic() {
        return IntStream.of(dims).allMatch(dim -> dim >= 0);
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it is 2^63 or more
     * @throws IllegalStateException if a dimension is dynamic
     */
    public long elements() {
        if (!isStatic()) {
            throw new IllegalStateException("the shape " + this + " has dynamic dimensions");
        }
        if (IntStream.of(dims).anyMatch(dim -> dim == 0)) {
            return 0;
        }
        long elements = 1;
        for (int dim : dims) {
            elements = Math.multiplyExact(elements, (long) dim);
        }
        return elements;
    }

    /** This shape with another dimension on one axis. */
    public Shape with(int axis, int dim) {
        int[] changed = dims.clone();
        changed[axis(axis)] = dim;
        return new Shape(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dims, that.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** {@code [1, 28, 28, 1]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
