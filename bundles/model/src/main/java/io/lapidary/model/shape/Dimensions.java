package io.lapidary.model.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.lapidary.model.Shape;

/** Arithmetic of dimensions. */
final class Dimensions {
    private Dimensions() {}

    static int[] ints(long[] values) {
        return LongStream.of(values).mapToInt(Math::toIntExact).toArray();
    }

    static Shape shape(long[] dims) {
        return shape(ints(dims));
    }

    static Shape shape(int... dims) {
        if (IntStream.of(dims).anyMatch(dim -> dim < 0)) {
            throw new UnknownShape("a dimension would be negative");
        }
        return Shape.of(dims);
    }

    static Shape shape(List<Integer> dims) {
        return shape(dims.stream().mapToInt(Integer::intValue).toArray());
    }

    /** A changeable copy. */
    static List<Integer> list(Shape shape) {
        return new ArrayList<>(IntStream.of(shape.dims()).boxed().toList());
    }

    /** An axis from the front among {@code rank}, for one that may count from the end. */
    static int axis(int axis, int rank) {
        int fromFront = axis < 0 ? axis + rank : axis;
        if (fromFront < 0 || fromFront >= rank) {
            throw new UnknownShape("there is no axis " + axis + " among " + rank);
        }
        return fromFront;
    }

    /** Numpy's broadcasting: aligned at the end, 1 stretches. */
    static Shape broadcast(Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int one = i <= left.rank() ? left.dim(-i) : 1;
            int other = i <= right.rank() ? right.dim(-i) : 1;
            if (one != other && one != 1 && other != 1) {
                throw new UnknownShape("the shapes " + left + " and " + right + " do not broadcast");
            }
            dims[rank - i] = one == 1 ? other : one;
        }
        return Shape.of(dims);
    }

    /**
     * The steps of a window along one dimension: SAME pads so that every {@code stride}-th element is a centre, VALID keeps
     * the window inside.
     */
    static int window(String padding, int size, int window, int stride, int dilation) {
        if (stride < 1 || dilation < 1) {
            throw new UnknownShape("a stride or dilation is not positive");
        }
        long reach = (window - 1L) * dilation + 1;
        long steps = switch (padding) {
            case "SAME" -> (size + stride - 1L) / stride;
            case "VALID" -> Math.max(0, (size - reach + stride) / stride);
            default -> throw new UnknownShape("the padding " + padding + " is unknown");
        };
        return Math.toIntExact(steps);
    }

    static int divide(int size, int by) {
        if (by < 1 || size % by != 0) {
            throw new UnknownShape("the dimension " + size + " is no multiple of " + by);
        }
        return size / by;
    }
}
