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

    private final Box area;
    private final List<Box> taken;

    /**
     * @param area where labels may be
     * @param obstacles what they must not cover
     */
    LabelPlacer(Box area, List<Box> obstacles) {
        this.area = area;
        this.taken = new ArrayList<>(obstacles);
    }

    /**
     * A label's place.
     *
     * @param box what it covers
     * @param far whether it lies so far from its point that a line should join them
     */
    record Place(Box box, boolean far) {}

    /** The nearest free place for a label of some size beside a point; empty if there is none. */
    Optional<Place> place(double x, double y, double width, double height) {
        for (double distance : DISTANCES) {
            for (int i = 0; i < DIRECTIONS; i++) {
                Box box = beside(x, y, width, height, distance, angle(i));
                if (box.within(area) && taken.stream().noneMatch(box::overlaps)) {
                    taken.add(new Box(box.x() - AIR, box.y() - AIR, width + 2 * AIR, height + 2 * AIR));
                    return Optional.of(new Place(box, distance > DISTANCES[0]));
                }
            }
        }
        return Optional.empty();
    }

    /** Right first, then left, then above and below, then what lies between. */
    private static double angle(int i) {
        int[] order = {0, 8, 12, 4, 15, 1, 7, 9, 14, 2, 6, 10, 13, 3, 5, 11};
        return 2 * Math.PI * order[i] / DIRECTIONS;
    }

    /** The label whose edge nearest to the point lies {@code distance} away in some direction. */
    private static Box beside(double x, double y, double width, double height, double distance, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double centreX = x + cos * (distance + width / 2);
        double centreY = y + sin * (distance + height / 2);
        return new Box(centreX - width / 2, centreY - height / 2, width, height);
    }
}
