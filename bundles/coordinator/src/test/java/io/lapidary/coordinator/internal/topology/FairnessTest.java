package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.events.WorkItem;

/** Lanes with room for one item at a time, and for one of each tenant. */
class FairnessTest {
    private final Rig rig = new Rig(Rig.settings(new WindowRules(1, 1, 1)));

    @BeforeEach
    void node() {
        rig.node();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Completes what is dispatched, in that order and one after the other. */
    private List<String> order(String lane) {
        var order = new ArrayList<String>();
        var waiting = new ArrayDeque<>(rig.work(lane));
        while (!waiting.isEmpty()) {
            WorkItem item = waiting.poll();
            order.add(item.getRequestId());
            rig.succeed(item);
            waiting.addAll(rig.work(lane));
        }
        return order;
    }

    @Test
    void takesTenantsInTurn() {
        for (int i = 0; i < 5; i++) {
            rig.send("flood", rig.request("flood" + i, "float16"));
        }
        rig.send("calm", rig.request("calm0", "float16"));
        rig.send("calm", rig.request("calm1", "float16"));
        rig.send(rig.request("other0", "float16"));
        assertThat(order("light"))
                .containsExactly("flood0", "calm0", "other0", "flood1", "calm1", "flood2", "flood3", "flood4");
    }

    @Test
    void aTenantWithNothingDispatchedDoesNotWaitForWhatOthersHave() {
        rig.send("flood", rig.request("flood0", "float16"));
        rig.send("flood", rig.request("flood1", "float16"));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("flood0");
        rig.send("calm", rig.request("calm0", "float16"));
        rig.send("calm", rig.request("calm1", "float16"));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("calm0");
    }

    @Test
    void takesHigherPriorityFirstAmongATenantsOwn() {
        rig.send(rig.request("running", "float16"));
        rig.send(rig.request("low", "float16").setPriority(-5));
        rig.send(rig.request("normal1", "float16"));
        rig.advance(Duration.ofMillis(1));
        rig.send(rig.request("high", "float16").setPriority(10));
        rig.send(rig.request("normal2", "float16"));
        assertThat(order("light")).containsExactly("running", "high", "normal1", "normal2", "low");
    }

    @Test
    void anotherTenantsPriorityDoesNotPushAside() {
        rig.send("a", rig.request("running", "float16"));
        for (int i = 0; i < 3; i++) {
            rig.send("greedy", rig.request("greedy" + i, "float16").setPriority(10));
            rig.send("modest", rig.request("modest" + i, "float16").setPriority(-10));
        }
        assertThat(order("light"))
                .containsExactly("running", "greedy0", "modest0", "greedy1", "modest1", "greedy2", "modest2");
    }

    @Test
    void lanesDoNotWaitForEachOther() {
        rig.send(rig.request("long1", "prune"));
        rig.send(rig.request("long2", "prune"));
        rig.send(rig.request("short", "float16"));
        assertThat(rig.oneItem("train").getRequestId()).isEqualTo("long1");
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("short");
    }

    @Test
    void fillsALaneNoFurtherWhenItsNodesAreGone() {
        rig.send(rig.request("a", "float16"));
        rig.send(rig.request("b", "float16"));
        var first = rig.oneItem("light");
        rig.advance(Duration.ofSeconds(60));
        rig.succeed(first);
        assertThat(rig.work("light")).isEmpty();
        rig.node();
        rig.advance(Duration.ofMillis(100));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("b");
    }
}
