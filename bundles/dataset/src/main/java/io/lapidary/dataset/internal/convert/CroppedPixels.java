package io.lapidary.dataset.internal.convert;

/** The middle of an image; where the margin is odd, the smaller half is above and to the left. */
final class CroppedPixels implements PixelRows {
    private final PixelRows image;
    private final int height;
    private final int width;
    private final double[] row;

    /** The image must be at least as large. */
    CroppedPixels(PixelRows image, int height, int width) {
        this.image = image;
        this.height = height;
        this.width = width;
        this.row = new double[image.rowElements()];
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
        image.row((image.height() - height) / 2 + y, row);
        System.arraycopy(row, (image.width() - width) / 2 * channels(), target, 0, rowElements());
    }
}
