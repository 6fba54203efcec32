package io.lapidary.report.internal.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.lapidary.report.internal.chart.LabelPlacer.Point;

class LabelPlacerTest {
    private static final Box AREA = new Box(60, 20, 880, 320);

    @Test
    void labelsCoverNeitherEachOtherNorAPointNorLeaveTheArea() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var points = new ArrayList<Point>();
            for (int i = 0; i < 10; i++) {
                // Crowded into a corner, which is where variants of one model lie.
                points.add(new Point(100 + random.nextDouble() * 120, 40 + random.nextDouble() * 60));
            }
            var placer = new LabelPlacer(AREA, points);
            var labels = new ArrayList<Box>();
            for (Point point : points) {
                placer.place(point, 120, 16).ifPresent(place -> labels.add(place.box()));
            }
            assertThat(labels).hasSize(points.size());
            assertApart(labels, points);
        }
    }

    @Test
    void aLoneLabelStandsRightOfItsPointWithoutALine() {
        var place = new LabelPlacer(AREA, List.of(new Point(300, 150))).place(new Point(300, 150), 80, 16);
        assertThat(place).hasValueSatisfying(found -> {
            assertThat(found.far()).isFalse();
            assertThat(found.box().x()).isEqualTo(310);
        });
    }

    @Test
    void aLabelAtTheRightEdgeGoesLeft() {
        var place = new LabelPlacer(AREA, List.of(new Point(930, 150))).place(new Point(930, 150), 80, 16);
        assertThat(place)
                .hasValueSatisfying(found -> assertThat(found.box().right()).isLessThan(930));
    }

    @Test
    void noLineRunsOverALabelWhereThereIsRoom() {
        var points = List.of(new Point(300, 150), new Point(300, 162));
        var placer = new LabelPlacer(AREA, points);
        var first = placer.place(points.get(0), 150, 16).orElseThrow();
        var second = placer.place(points.get(1), 150, 16).orElseThrow();
        assertThat(first.box().overlaps(second.box())).isFalse();
        double x = Math.max(second.box().x(), Math.min(300, second.box().right()));
        double y = Math.max(second.box().y(), Math.min(162, second.box().bottom()));
        for (double share = 0; share <= 1; share += 0.01) {
            var onLine = Box.around(300 + share * (x - 300), 162 + share * (y - 162), 0.1);
            assertThat(onLine.overlaps(first.box())).isFalse();
        }
    }

    @Test
    void aLabelLargerThanTheAreaHasNoPlace() {
        assertThat(new LabelPlacer(AREA, List.of()).place(new Point(300, 150), 2000, 16))
                .isEmpty();
    }

    private static void assertApart(List<Box> labels, List<Point> points) {
        for (int i = 0; i < labels.size(); i++) {
            Box label = labels.get(i);
            assertThat(label.within(AREA)).isTrue();
            assertThat(points).noneMatch(p -> label.overlaps(Box.around(p.x(), p.y(), 7)));
            assertThat(labels.subList(i + 1, labels.size())).noneMatch(label::overlaps);
        }
    }
}
