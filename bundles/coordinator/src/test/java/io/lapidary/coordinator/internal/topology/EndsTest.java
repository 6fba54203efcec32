package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorType;
import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Status;

/** Cancellation and deadlines, in each state. */
class EndsTest {
    private final Rig rig = new Rig(Rig.settings(new WindowRules(1, 1, 1)));

    @AfterEach
    void close() {
        rig.close();
    }

    /** Whatever comes afterwards, there is one result and one terminal event. */
    private void endedOnce(String id, Status status) {
        var result = rig.oneResult();
        assertThat(result.getRequestId()).isEqualTo(id);
        assertThat(result.getStatus()).isEqualTo(status);
        rig.cancel(id);
        rig.liveFor(Duration.ofMinutes(5));
        assertThat(rig.results()).isEmpty();
        assertThat(rig.events())
                .filteredOn(e -> e.getRequestId().equals(id))
                .filteredOn(e -> e.getType() == LifecycleType.valueOf(status.name()))
                .hasSize(1);
    }

    @Test
    void cancelledBeforeItCame() {
        rig.node();
        rig.cancel("a");
        rig.send(rig.request("a", "float16"));
        assertThat(rig.work("light")).isEmpty();
        endedOnce("a", Status.CANCELLED);
    }

    @Test
    void aCancellationOfNothingIsForgotten() {
        rig.cancel("a");
        assertThat(rig.store().approximateNumEntries()).isEqualTo(1);
        rig.advance(Duration.ofHours(1));
        rig.advance(Duration.ofHours(1));
        assertThat(rig.store().approximateNumEntries()).isZero();
    }

    @Test
    void cancelledBeforeAnyNodeIsLive() {
        rig.send(rig.request("a", "float16"));
        rig.cancel("a");
        endedOnce("a", Status.CANCELLED);
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void cancelledWhileQueued() {
        rig.node();
        rig.send(rig.request("first", "float16"));
        var first = rig.oneItem("light");
        rig.send(rig.request("a", "float16"));
        rig.send(rig.request("last", "float16"));
        rig.cancel("a");
        assertThat(rig.oneResult().getErrors().get(0).getMessage()).contains("changed my mind");
        rig.succeed(first);
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("last");
    }

    @Test
    void cancelledWhileDispatchedMakesRoom() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        var item = rig.oneItem("light");
        rig.send(rig.request("next", "float16"));
        rig.cancel("a");
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("next");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
        rig.succeed(item);
        assertThat(rig.results()).isEmpty();
    }

    @Test
    void cancelledWhileRestingAfterAFailure() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        rig.fail(rig.oneItem("light"), "engine-died", ErrorType.EXTERNAL);
        rig.cancel("a");
        endedOnce("a", Status.CANCELLED);
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void cancelledAfterItSucceeded() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        rig.succeed(rig.oneItem("light"));
        endedOnce("a", Status.SUCCEEDED);
    }

    @Test
    void expiresWhileNoNodeIsLive() {
        rig.send(rig.request("a", "float16").setDeadline(rig.now() + 1000));
        rig.advance(Duration.ofMillis(900));
        assertThat(rig.results()).isEmpty();
        rig.advance(Duration.ofMillis(200));
        endedOnce("a", Status.EXPIRED);
    }

    @Test
    void expiresWhileQueuedAndWhileDispatched() {
        rig.node();
        rig.send(rig.request("running", "float16").setDeadline(rig.now() + 2000));
        rig.send(rig.request("queued", "float16").setDeadline(rig.now() + 1000));
        var item = rig.oneItem("light");
        assertThat(item.getDeadline()).isEqualTo(rig.now() + 2000);
        rig.liveFor(Duration.ofMillis(1100));
        assertThat(rig.oneResult().getRequestId()).isEqualTo("queued");
        rig.liveFor(Duration.ofMillis(1000));
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo("deadline-exceeded");
        rig.succeed(item);
        assertThat(rig.results()).isEmpty();
    }

    @Test
    void expiresWhenTheWorkerNoticesFirst() {
        rig.node();
        long deadline = rig.now() + 2000;
        rig.send(rig.request("a", "float16").setDeadline(deadline));
        var item = rig.oneItem("light");
        rig.advance(Duration.ofMillis(2000).minusMillis(1));
        rig.fail(item, "deadline-exceeded", ErrorType.RESOURCE);
        endedOnce("a", Status.EXPIRED);
    }

    @Test
    void aDeadlineThatHasPassedAlreadyRunsNothing() {
        rig.node();
        rig.send(rig.request("a", "float16").setDeadline(rig.now()));
        assertThat(rig.work("light")).isEmpty();
        endedOnce("a", Status.EXPIRED);
    }
}
