package io.lapidary.report.internal.chart;

/** How wide text is, without a font at hand: a bit more than it will be. */
final class ChartText {
    private static final double NARROW = 0.6;
    private static final double WIDE = 1.1;

    private ChartText() {}

    static double width(String text, double fontSize) {
        return text.codePoints().mapToDouble(c -> c < 0x250 ? NARROW : WIDE).sum() * fontSize;
    }

    /** The text, or as much of its start as fits, with an ellipsis. */
    static String fit(String text, double fontSize, double width) {
        if (width(text, fontSize) <= width) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        int length = points.length;
        while (length > 1 && width(new String(points, 0, length) + "…", fontSize) > width) {
            length--;
        }
        return new String(points, 0, length).stripTrailing() + "…";
    }
}
