package io.lapidary.engine.litert.child.patch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Sums of patches and of the products of their elements, in double precision; by group, and by block within a patch. */
final class PatchSums {
    private final int groups;
    private final int own;
    private final int length;
    private final double[] means;
    /** Of each group, block after block; of each block, the upper triangle of its square is used. */
    private final List<double[]> products = new ArrayList<>();

    private final int block;
    private final double[] patch;
    private long count;

    /**
     * @param groups into which channels are divided
     * @param own channels of a group
     * @param length elements of a group's patch
     * @param block elements whose products are summed; 0 for none
     */
    PatchSums(int groups, int own, int length, int block) {
        this.groups = groups;
        this.own = own;
        this.length = length;
        this.block = block;
        this.means = new double[groups * length];
        this.patch = new double[length];
        for (int group = 0; group < groups; group++) {
            for (int from = 0; block > 0 && from < length; from += block) {
                int size = Math.min(block, length - from);
                products.add(new double[Math.multiplyExact(size, size)]);
            }
        }
    }

    /**
     * Takes what lies under the kernel at one place.
     *
     * @param window [taps, groups, channels of a group]
     */
    void add(float[] window) {
        for (float value : window) {
            if (!Float.isFinite(value)) {
                return;
            }
        }
        count++;
        int next = 0;
        for (int group = 0; group < groups; group++) {
            take(window, group);
            for (int i = 0; i < length; i++) {
                means[group * length + i] += patch[i];
            }
            for (int from = 0; block > 0 && from < length; from += block) {
                addProducts(products.get(next++), from, Math.min(block, length - from));
            }
        }
    }

    private void take(float[] window, int group) {
        int all = own * groups;
        for (int tap = 0; tap < length / own; tap++) {
            for (int c = 0; c < own; c++) {
                patch[tap * own + c] = window[tap * all + group * own + c];
            }
        }
    }

    private void addProducts(double[] sums, int from, int size) {
        for (int i = 0; i < size; i++) {
            double value = patch[from + i];
            if (value != 0) {
                int row = i * size;
                for (int j = i; j < size; j++) {
                    sums[row + j] += value * patch[from + j];
                }
            }
        }
    }

    /** Patches taken: those whose numbers are all finite. */
    long count() {
        return count;
    }

    /** Writes means and means of products, group after group. */
    void write(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int next = 0;
            for (int group = 0; group < groups; group++) {
                write(channel, means, group * length, length);
                for (int from = 0; block > 0 && from < length; from += block) {
                    double[] square = products.get(next++);
                    int size = Math.min(block, length - from);
                    mirror(square, size);
                    for (int row = 0; row < size; row++) {
                        write(channel, square, row * size, size);
                    }
                }
            }
        }
    }

    private static void mirror(double[] square, int size) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                square[i * size + j] = square[j * size + i];
            }
        }
    }

    private void write(FileChannel channel, double[] sums, int from, int n) throws IOException {
        var bytes = ByteBuffer.allocate(Double.BYTES * n).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < from + n; i++) {
            bytes.putDouble(count == 0 ? 0 : sums[i] / count);
        }
        for (bytes.flip(); bytes.hasRemaining(); ) {
            channel.write(bytes);
        }
    }
}
