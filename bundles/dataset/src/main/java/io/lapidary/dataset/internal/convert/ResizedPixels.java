package io.lapidary.dataset.internal.convert;

/**
 * Bilinear with half-pixel centres: the output pixel at i lies at (i + 0.5) * in / out - 0.5 in the input, clamped to its
 * pixels' centres, and is weighted between its two neighbours each way. Made smaller, nothing is averaged first (as
 * {@code tf.image.resize} without antialias).
 */
final class ResizedPixels implements PixelRows {
    private final PixelRows image;
    private final int height;
    private final int width;
    private final int[] left;
    private final double[] leftWeight;
    private double[] upper;
    private double[] lower;
    private int upperRow = -1;
    private int lowerRow = -1;

    ResizedPixels(PixelRows image, int height, int width) {
        this.image = image;
        this.height = height;
        this.width = width;
        this.left = new int[width];
        this.leftWeight = new double[width];
        this.upper = new double[image.rowElements()];
        this.lower = new double[image.rowElements()];
        for (int x = 0; x < width; x++) {
            double at = source(x, width, image.width());
            left[x] = (int) at;
            leftWeight[x] = 1 - (at - left[x]);
        }
    }

    private static double source(int output, int outputs, int inputs) {
        return Math.min(Math.max((output + 0.5) * inputs / outputs - 0.5, 0), inputs - 1);
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int channels() {
        return image.channels();
    }

    @Override
    public void row(int y, double[] target) {
        double at = source(y, height, image.height());
        int top = (int) at;
        load(top, Math.min(top + 1, image.height() - 1));
        double lowerWeight = at - top;
        int channels = channels();
        for (int x = 0; x < width; x++) {
            int from = left[x] * channels;
            int to = Math.min(left[x] + 1, image.width() - 1) * channels;
            for (int c = 0; c < channels; c++) {
                double above = mix(upper[from + c], upper[to + c], leftWeight[x]);
                double below = mix(lower[from + c], lower[to + c], leftWeight[x]);
                target[x * channels + c] = mix(above, below, 1 - lowerWeight);
            }
        }
    }

    private static double mix(double first, double second, double weight) {
        return first * weight + second * (1 - weight);
    }

    private void load(int first, int second) {
        if (first == lowerRow) {
            double[] swap = upper;
            upper = lower;
            lower = swap;
            lowerRow = upperRow;
            upperRow = first;
        }
        if (first != upperRow) {
            image.row(first, upper);
            upperRow = first;
        }
        if (second != lowerRow) {
            image.row(second, lower);
            lowerRow = second;
        }
    }
}
