package io.lapidary.model.shape;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.Shape;

/**
 * What STRIDED_SLICE takes from each dimension of its input, after masks, ellipsis, new axes and negative positions are
 * worked out as TensorFlow defines them for {@code tf.strided_slice}.
 */
final class StridedSlice {
    /** Count positions from {@code start} by {@code stride}; a dropped one takes a single position and leaves no dimension. */
    private record Range(int start, int stride, int count, boolean dropped) {}

    private final List<Range> ranges = new ArrayList<>();
    private final List<Integer> dims = new ArrayList<>();
    private final OperatorView op;
    private final Shape input;
    private final int[] begin;
    private final int[] end;
    private final int[] strides;

    private StridedSlice(OperatorView op) {
        this.op = op;
        this.input = op.shape(0);
        this.begin = op.intValues(1);
        this.end = op.intValues(2);
        this.strides = op.intValues(3);
        walk();
    }

    static StridedSlice of(OperatorView op) {
        return new StridedSlice(op);
    }

    Shape shape() {
        return Dimensions.shape(dims);
    }

    /** The chosen elements of a one-dimensional input. */
    long[] pick(long[] values) {
        if (ranges.size() != 1) {
            throw new UnknownShape("values of more than one dimension are sliced");
        }
        var range = ranges.get(0);
        long[] picked = new long[range.count()];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[range.start() + i * range.stride()];
        }
        return picked;
    }

    private void walk() {
        boolean expanded = false;
        for (int spec = 0; spec < begin.length; spec++) {
            if (has("ellipsis_mask", spec) && !expanded) {
                expanded = true;
                whole(input.rank() - ranges.size() - dimensionsBehind(spec));
            } else if (has("new_axis_mask", spec)) {
                dims.add(1);
            } else {
                range(spec);
            }
        }
        whole(input.rank() - ranges.size());
    }

    /** How many dimensions of the input the entries behind an ellipsis stand for. */
    private int dimensionsBehind(int ellipsis) {
        int count = 0;
        for (int spec = ellipsis + 1; spec < begin.length; spec++) {
            count += has("new_axis_mask", spec) ? 0 : 1;
        }
        return count;
    }

    private void whole(int count) {
        for (int i = 0; i < count; i++) {
            int size = input.dim(ranges.size());
            ranges.add(new Range(0, 1, size, false));
            dims.add(size);
        }
    }

    private void range(int spec) {
        int size = input.dim(ranges.size());
        int stride = strides[spec];
        if (stride == 0) {
            throw new UnknownShape("a stride is 0");
        }
        int start = has("begin_mask", spec) ? (stride > 0 ? 0 : size - 1) : position(begin[spec], size, stride);
        if (has("shrink_axis_mask", spec)) {
            ranges.add(new Range(start, 1, 1, true));
            return;
        }
        int stop;
        if (has("end_mask", spec)) {
            stop = stride > 0 ? size : -1;
        } else {
            int stated = op.flag("offset") ? Math.addExact(begin[spec], end[spec]) : end[spec];
            stop = position(stated, size, stride);
        }
        int count = Math.max(0, (stop - start + stride - Integer.signum(stride)) / stride);
        ranges.add(new Range(start, stride, count, false));
        dims.add(count);
    }

    /** From the end where negative, then moved to where a walk with this stride may begin or end. */
    private static int position(int stated, int size, int stride) {
        int position = stated < 0 ? stated + size : stated;
        return stride > 0 ? Math.min(Math.max(position, 0), size) : Math.min(Math.max(position, -1), size - 1);
    }

    private boolean has(String mask, int spec) {
        return spec < Integer.SIZE && (op.option(mask) >> spec & 1) == 1;
    }
}
