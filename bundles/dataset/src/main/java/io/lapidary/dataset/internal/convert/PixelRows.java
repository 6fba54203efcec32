package io.lapidary.dataset.internal.convert;

/** An image [H, W, C], row by row; each step of preparing one wraps another. Rows are asked for from top to bottom. */
interface PixelRows {
    int height();

    int width();

    int channels();

    /** Writes row {@code y}, [W, C], to the beginning of {@code target}. */
    void row(int y, double[] target);

    default int rowElements() {
        return width() * channels();
    }
}
