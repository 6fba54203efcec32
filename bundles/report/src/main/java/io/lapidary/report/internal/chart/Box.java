package io.lapidary.report.internal.chart;

/** A rectangle of a picture, in its units; y grows downwards. */
record Box(double x, double y, double width, double height) {
    static Box around(double x, double y, double radius) {
        return new Box(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    boolean overlaps(Box other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    boolean within(Box outer) {
        return x >= outer.x && y >= outer.y && right() <= outer.right() && bottom() <= outer.bottom();
    }
}
