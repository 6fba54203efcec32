package io.lapidary.coordinator.internal.admission;

import java.util.Comparator;
import java.util.List;

import io.lapidary.api.work.Lane;

/** Which of several lanes a pipeline belongs to: the heaviest. Lanes of others weigh more than the platform's own. */
final class LaneWeight {
    private static final List<Lane> LIGHT_TO_HEAVY = List.of(Lane.LIGHT, Lane.CALIBRATE, Lane.TRAIN);

    static final Comparator<Lane> ORDER =
            Comparator.comparingInt(LaneWeight::weight).thenComparing(Comparator.naturalOrder());

    private LaneWeight() {}

    private static int weight(Lane lane) {
        int index = LIGHT_TO_HEAVY.indexOf(lane);
        return index < 0 ? LIGHT_TO_HEAVY.size() : index;
    }
}
