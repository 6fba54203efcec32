package io.lapidary.engine.litert.child.patch;

import java.util.List;

import io.lapidary.api.engine.PatchSource;

/**
 * Where the patches of a tensor lie, for one shape of it. Padding is that of the interpreter's kernels: what does not come out
 * even goes behind.
 */
final class PatchPlaces {
    private final PatchSource source;
    private final int height;
    private final int width;
    private final int outputHeight;
    private final int outputWidth;
    private final int paddingTop;
    private final int paddingLeft;
    private final long count;

    private PatchPlaces(PatchSource source, int[] data, int[] output) {
        this.source = source;
        this.height = data[1];
        this.width = data[2];
        this.outputHeight = output[1];
        this.outputWidth = output[2];
        boolean transposed = source.kind() == PatchSource.Kind.TRANSPOSED;
        // A transposed convolution is padded as the convolution that it reverses.
        this.paddingTop = padding(
                transposed ? height : outputHeight,
                transposed ? outputHeight : height,
                source.strideHeight(),
                (source.kernelHeight() - 1) * source.dilationHeight() + 1);
        this.paddingLeft = padding(
                transposed ? width : outputWidth,
                transposed ? outputWidth : width,
                source.strideWidth(),
                (source.kernelWidth() - 1) * source.dilationWidth() + 1);
        this.count = (long) data[0] * outputHeight * outputWidth;
    }

    private int padding(int made, int read, int stride, int reach) {
        return source.samePadding() ? Math.max(0, (made - 1) * stride + reach - read) / 2 : 0;
    }

    /** Their {@link #count} is negative if the shapes do not fit the source. */
    static PatchPlaces of(PatchSource source, List<Integer> data, List<Integer> output) {
        if (source.kind() == PatchSource.Kind.ROWS) {
            long elements = data.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            int rows = elements % source.channels() == 0 ? (int) (elements / source.channels()) : -1;
            return new PatchPlaces(source, new int[] {1, rows, 1}, new int[] {1, rows, 1});
        }
        boolean fits = data.size() == 4 && output.size() == 4 && data.get(3) == source.channels();
        return fits
                ? new PatchPlaces(source, ints(data), ints(output))
                : new PatchPlaces(source, new int[] {1, -1, 1}, new int[] {1, -1, 1});
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    long count() {
        return count;
    }

    /** The first element, in the tensor, of what the kernel meets at one of its taps; -1 where it is zero. */
    int element(long place, int tapY, int tapX) {
        int x = (int) (place % outputWidth);
        int y = (int) (place / outputWidth % outputHeight);
        int image = (int) (place / ((long) outputWidth * outputHeight));
        int row = at(y, tapY, source.strideHeight(), source.dilationHeight(), paddingTop, height);
        int column = at(x, tapX, source.strideWidth(), source.dilationWidth(), paddingLeft, width);
        return row < 0 || column < 0 ? -1 : ((image * height + row) * width + column) * source.channels();
    }

    private int at(int made, int tap, int stride, int dilation, int padding, int size) {
        int at;
        if (source.kind() == PatchSource.Kind.TRANSPOSED) {
            int spread = made + padding - tap * dilation;
            at = spread >= 0 && spread % stride == 0 ? spread / stride : -1;
        } else {
            at = made * stride - padding + tap * dilation;
        }
        return at < size ? at : -1;
    }
}
