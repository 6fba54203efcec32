package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue queue = new FairQueue();

    private static Place place(String tenant, String id, int priority, long arrivedAt) {
        return new Place(id, -1, tenant, priority, arrivedAt);
    }

    private List<String> drain() {
        var ids = new ArrayList<String>();
        for (var next = queue.poll(tenant -> true); next.isPresent(); next = queue.poll(tenant -> true)) {
            ids.add(next.get().requestId());
        }
        return ids;
    }

    @Test
    void takesTenantsInTurnAndTheirOwnByPriorityThenArrival() {
        queue.add(place("a", "a-late", 0, 9));
        queue.add(place("a", "a-early", 0, 1));
        queue.add(place("a", "a-urgent", 5, 10));
        queue.add(place("b", "b", -10, 99));
        assertThat(queue.size()).isEqualTo(4);
        assertThat(drain()).containsExactly("a-urgent", "b", "a-early", "a-late");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aTenantThatComesBackWaitsForItsTurn() {
        queue.add(place("a", "a1", 0, 1));
        queue.add(place("b", "b1", 0, 2));
        assertThat(queue.poll(tenant -> true)).map(Place::requestId).contains("a1");
        queue.add(place("a", "a2", 0, 0));
        assertThat(drain()).containsExactly("b1", "a2");
    }

    @Test
    void removesWhatIsCancelledAndForgetsTenantsWithNothing() {
        var one = place("a", "a1", 0, 1);
        queue.add(one);
        queue.add(one);
        assertThat(queue.size()).isEqualTo(1);
        queue.remove(one);
        queue.remove(one);
        assertThat(queue.poll(tenant -> true)).isEmpty();
        assertThat(queue.size()).isZero();
    }
}
