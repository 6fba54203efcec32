package io.lapidary.dataset.internal.convert;

/** Grey of colour by the luma weights of ITU-R BT.601, colour of grey by repetition; a fourth or second channel (alpha) is dropped. */
final class ChannelPixels implements PixelRows {
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private final PixelRows image;
    private final int channels;
    private final double[] row;

    /** @param channels 1 or 3; the image has 1, 2, 3 or 4 */
    ChannelPixels(PixelRows image, int channels) {
        this.image = image;
        this.channels = channels;
        this.row = new double[image.rowElements()];
    }

    @Override
    public int height() {
        return image.height();
    }

    @Override
    public int width() {
        return image.width();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public void row(int y, double[] target) {
        image.row(y, row);
        int stored = image.channels();
        boolean grey = stored < 3;
        for (int x = 0; x < width(); x++) {
            int from = x * stored;
            if (channels == 1) {
                target[x] = grey ? row[from] : RED * row[from] + GREEN * row[from + 1] + BLUE * row[from + 2];
            } else {
                for (int c = 0; c < channels; c++) {
                    target[x * channels + c] = row[grey ? from : from + c];
                }
            }
        }
    }
}
