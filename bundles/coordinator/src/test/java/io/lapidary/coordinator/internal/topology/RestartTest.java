package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorType;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Status;

/** A task that begins with the entries that another left. */
class RestartTest {
    private Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void takesUpEveryStateWhereItWas() {
        rig.send(rig.request("unchecked", "float16"));
        rig = rig.restarted();
        rig.node();
        rig.advance(Duration.ofMillis(100));
        var dispatched = rig.oneItem("light");
        assertThat(dispatched.getRequestId()).isEqualTo("unchecked");

        rig.send(rig.request("resting", "float16"));
        var resting = rig.oneItem("light");
        rig.fail(resting, "engine-died", ErrorType.EXTERNAL);
        rig.send(rig.request("ended", "float16"));
        rig.succeed(rig.oneItem("light"));
        rig.results();

        rig = rig.restarted();
        rig.node();
        rig.send(rig.request("ended", "prune"));
        assertThat(rig.events()).extracting(LifecycleEvent::getType).containsExactly(LifecycleType.REFUSED_DUPLICATE);
        rig.liveFor(Duration.ofSeconds(2));
        var again = rig.oneItem("light");
        assertThat(again.getRequestId()).isEqualTo("resting");
        assertThat(again.getAttempt()).isEqualTo(2);
        assertThat(again.getPipeline()).isEqualTo(resting.getPipeline());
        assertThat(again.getTraceparent()).isEqualTo(resting.getTraceparent());
        rig.succeed(dispatched);
        rig.succeed(again);
        assertThat(rig.results())
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.getStatus()).isEqualTo(Status.SUCCEEDED));
    }

    @Test
    void leasesAndDeadlinesGoOn() {
        rig.node();
        rig.send(rig.request("lost", "float16"));
        rig.send(rig.request("late", "float16").setDeadline(rig.now() + 90_000));
        rig.work("light");
        rig.liveFor(Duration.ofSeconds(50));
        rig = rig.restarted();
        rig.liveFor(Duration.ofSeconds(39));
        assertThat(rig.work("light")).isEmpty();
        assertThat(rig.results()).isEmpty();
        rig.liveFor(Duration.ofSeconds(2));
        assertThat(rig.oneResult().getRequestId()).isEqualTo("late");
        rig.liveFor(Duration.ofSeconds(20));
        assertThat(rig.oneItem("light").getAttempt()).isEqualTo(2);
    }

    @Test
    void aStateOfALaterReleaseIsLeftAloneAndHoldsUpNothing() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        byte[] bytes = rig.store().get("a");
        bytes[1] = 99;
        rig.store().put("a", bytes);
        rig = rig.restarted();
        rig.node();
        rig.cancel("a");
        rig.send(rig.request("b", "float16"));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("b");
        assertThat(rig.deadLetters()).hasSize(1);
        assertThat(rig.store().get("a")).isEqualTo(bytes);
    }
}
