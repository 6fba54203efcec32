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

    private static final double DOT = 5;
    private static final double OWN = 8;
    private static final double OTHER = 16;

    private final Box area;
    private final List<Point> points;
    private final List<Box> labels = new ArrayList<>();
    private final List<Box> lines = new ArrayList<>();

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

    /** The nearest free place for a label of some size beside a point, without crossing lines if that can be; empty if there is none. */
    Optional<Place> place(Point point, double width, double height) {
        Optional<Place> found = find(point, width, height, true).or(() -> find(point, width, height, false));
        found.ifPresent(place -> {
            Box box = place.box();
            labels.add(new Box(box.x() - AIR, box.y() - AIR, width + 2 * AIR, height + 2 * AIR));
            if (place.far()) {
                lines.addAll(line(point, box));
            }
        });
        return found;
    }

    private Optional<Place> find(Point point, double width, double height, boolean uncrossed) {
        for (double distance : DISTANCES) {
            boolean far = distance > DISTANCES[0];
            for (int i = 0; i < DIRECTIONS; i++) {
                Box box = beside(point, width, height, distance, angle(i));
                if (box.within(area) && isFree(box, point) && !(uncrossed && crosses(point, box, far))) {
                    return Optional.of(new Place(box, far));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a label lies on a line, or its own line runs over a label, another line or another point. */
    private boolean crosses(Point point, Box label, boolean far) {
        if (lines.stream().anyMatch(label::overlaps)) {
            return true;
        }
        return far
                && line(point, label).stream()
                        .anyMatch(dot -> labels.stream().anyMatch(dot::overlaps)
                                || lines.stream().anyMatch(dot::overlaps)
                                || points.stream()
                                        .anyMatch(
                                                p -> !p.equals(point) && dot.overlaps(Box.around(p.x(), p.y(), DOT))));
    }

    /** The line from a point to the nearest place of its label, as dots. */
    private static List<Box> line(Point from, Box label) {
        double toX = Math.max(label.x(), Math.min(from.x(), label.right()));
        double toY = Math.max(label.y(), Math.min(from.y(), label.bottom()));
        int dots = (int) Math.ceil(Math.hypot(toX - from.x(), toY - from.y()) / 2);
        var line = new ArrayList<Box>();
        for (int i = 0; i <= dots; i++) {
            double share = dots == 0 ? 0 : (double) i / dots;
            line.add(Box.around(from.x() + share * (toX - from.x()), from.y() + share * (toY - from.y()), 0.5));
        }
        return line;
    }

    private boolean isFree(Box box, Point own) {
        return labels.stream().noneMatch(box::overlaps)
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
