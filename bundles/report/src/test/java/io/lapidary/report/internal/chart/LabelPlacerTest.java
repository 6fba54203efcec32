package io.lapidary.report.internal.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class LabelPlacerTest {
    private static final Box AREA = new Box(60, 20, 880, 320);

    @Test
    void labelsCoverNeitherEachOtherNorAPointNorLeaveTheArea() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var points = new ArrayList<Box>();
            for (int i = 0; i < 10; i++) {
                // Crowded into a corner, which is where variants of one model lie.
                points.add(Box.around(100 + random.nextDouble() * 120, 40 + random.nextDouble() * 60, 8));
            }
            var placer = new LabelPlacer(AREA, points);
            var labels = new ArrayList<Box>();
            for (Box point : points) {
                placer.place(point.x() + 8, point.y() + 8, 150, 16).ifPresent(place -> labels.add(place.box()));
            }
            assertThat(labels).hasSize(points.size());
            assertApart(labels, points);
        }
    }

    @Test
    void aLoneLabelStandsRightOfItsPointWithoutALine() {
        var place = new LabelPlacer(AREA, List.of(Box.around(300, 150, 8))).place(300, 150, 80, 16);
        assertThat(place).hasValueSatisfying(found -> {
            assertThat(found.far()).isFalse();
            assertThat(found.box().x()).isEqualTo(310);
        });
    }

    @Test
    void aLabelAtTheRightEdgeGoesLeft() {
        var place = new LabelPlacer(AREA, List.of(Box.around(930, 150, 8))).place(930, 150, 80, 16);
        assertThat(place)
                .hasValueSatisfying(found -> assertThat(found.box().right()).isLessThan(930));
    }

    @Test
    void aLabelLargerThanTheAreaHasNoPlace() {
        assertThat(new LabelPlacer(AREA, List.of()).place(300, 150, 2000, 16)).isEmpty();
    }

    private static void assertApart(List<Box> labels, List<Box> points) {
        for (int i = 0; i < labels.size(); i++) {
            Box label = labels.get(i);
            assertThat(label.within(AREA)).isTrue();
            assertThat(points).noneMatch(label::overlaps);
            assertThat(labels.subList(i + 1, labels.size())).noneMatch(label::overlaps);
        }
    }
}
