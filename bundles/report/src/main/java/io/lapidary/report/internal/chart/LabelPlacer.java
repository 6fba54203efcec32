package io.lapidary.report.internal.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts labels beside points so that no label covers another, or a point, or leaves the area: one after the other, each to the
 * nearest free place around its point.
 */
final class LabelPlacer {
    private static final double[] DISTANCES = {10, 20, 34, 50, 68, 90, 115, 145, 180, 220, 265, 315};
    private static final int DIRECTIONS = 16;
    private static final double AIR = 2;

    private static final double OWN = 8;
    private static final double OTHER = 16;

    private final Box area;
    private final List<Point> points;
    private final List<Box> taken = new ArrayList<>();

    /**
     * @param area where labels may be
     * @param points none of which a label may cover, or come so near that it seems to be the label of another
     */
    LabelPlacer(Box area, List<Point> points) {
        this.area = area;
        this.points = List.copyOf(points);
    }

    /** What has a label. */
    record Point(double x, double y) {}

    /**
     * A label's place.
     *
     * @param box what it covers
     * @param far whether it lies so far from its point that a line should join them
     */
    record Place(Box box, boolean far) {}

    /** The nearest free place for a label of some size beside a point; empty if there is none. */
    Optional<Place> place(Point point, double width, double height) {
        for (double distance : DISTANCES) {
            for (int i = 0; i < DIRECTIONS; i++) {
                Box box = beside(point, width, height, distance, angle(i));
                if (box.within(area) && isFree(box, point)) {
                    taken.add(new Box(box.x() - AIR, box.y() - AIR, width + 2 * AIR, height + 2 * AIR));
                    return Optional.of(new Place(box, distance > DISTANCES[0]));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isFree(Box box, Point own) {
        return taken.stream().noneMatch(box::overlaps)
                && points.stream().noneMatch(p -> box.overlaps(Box.around(p.x(), p.y(), isAt(p, own) ? OWN : OTHER)));
    }

    /** Points that lie together have one neighbourhood. */
    private static boolean isAt(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y()) < OTHER;
    }

    /** Right first, then left, then above and below, then what lies between. */
    private static double angle(int i) {
        int[] order = {0, 8, 12, 4, 15, 1, 7, 9, 14, 2, 6, 10, 13, 3, 5, 11};
        return 2 * Math.PI * order[i] / DIRECTIONS;
    }

    /** The label whose edge nearest to the point lies {@code distance} away in some direction. */
    private static Box beside(Point point, double width, double height, double distance, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double centreX = point.x() + cos * (distance + width / 2);
        double centreY = point.y() + sin * (distance + height / 2);
        return new Box(centreX - width / 2, centreY - height / 2, width, height);
    }
}
