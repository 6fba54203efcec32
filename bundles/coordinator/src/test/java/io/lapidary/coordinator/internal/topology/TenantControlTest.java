package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.events.Status;
import io.lapidary.events.codec.Topics;

/** By its control topic a tenant cancels its own requests, and nobody else's. */
class TenantControlTest {
    private Rig rig = new Rig();

    @BeforeEach
    void node() {
        rig.node();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aTenantCancelsItsOwnRequest() {
        rig.send("acme", rig.request("a", "float16"));
        rig.cancel(Topics.control("acme"), "a");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void aTenantDoesNotCancelAnothersRequest() {
        rig.send("acme", rig.request("a", "float16"));
        rig.send(rig.request("d", "float16"));
        rig.events();
        rig.cancel(Topics.control("evil"), "a");
        rig.cancel(Topics.control("acme"), "d");
        rig.cancel(Topics.control("default"), "a");
        assertThat(rig.results()).isEmpty();
        assertThat(rig.events()).as("nothing is told of it").isEmpty();
        rig.work("light").forEach(rig::succeed);
        assertThat(rig.results())
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.getStatus()).isEqualTo(Status.SUCCEEDED));
    }

    @Test
    void theDefaultTenantHasAControlTopicToo() {
        rig.send(rig.request("d", "float16"));
        rig.cancel(Topics.control(Topics.DEFAULT_TENANT), "d");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void anOperatorCancelsAnybodysRequest() {
        rig.send("acme", rig.request("a", "float16"));
        rig.cancel(Topics.CONTROL, "a");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void whatAnotherCancelledBeforehandIsRunAllTheSame() {
        rig.cancel(Topics.control("evil"), "a");
        rig = rig.restarted();
        rig.node();
        rig.send("acme", rig.request("a", "float16"));
        rig.advance(Duration.ofMillis(200));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("a");
    }

    @Test
    void whatATenantCancelledBeforehandIsCancelledWhoeverElseNamedIt() {
        rig.cancel(Topics.control("evil"), "a");
        rig.cancel(Topics.control("acme"), "a");
        rig = rig.restarted();
        rig.node();
        rig.send("acme", rig.request("a", "float16"));
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
        rig.cancel(Topics.CONTROL, "b");
        rig.send("acme", rig.request("b", "float16"));
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
    }
}
