package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Status;
import io.lapidary.events.Target;

/** A client that reads the catalog is a moment ahead of the coordinator, and asks for what this does not know yet. */
class GraceTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofMillis(450);

    private Rig rig = new Rig();

    @BeforeEach
    void olderNode() {
        rig.announce(Offers.node("node-1", rig.now(), Offers.INT8));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void assertRefused(String id, String code) {
        var result = rig.oneResult();
        assertThat(result.getRequestId()).isEqualTo(id);
        assertThat(result.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo(code);
    }

    private List<LifecycleType> told() {
        return rig.events().stream().map(LifecycleEvent::getType).toList();
    }

    @Test
    void isServedOnceTheCatalogIsThere() {
        rig.send(rig.request("early", "float16"));
        rig.advance(MOMENT);
        assertThat(rig.results()).isEmpty();
        rig.node();
        rig.advance(MOMENT);
        var item = rig.oneItem("light");
        assertThat(item.getRequestId()).isEqualTo("early");
        rig.succeed(item);
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.SUCCEEDED);
        rig.advance(REST);
        assertThat(rig.results()).isEmpty();
        assertThat(told()).containsExactly(LifecycleType.RECEIVED, LifecycleType.DISPATCHED, LifecycleType.SUCCEEDED);
    }

    @Test
    void isRefusedInTheEndAndOnce() {
        rig.send(rig.request("wrong", "flaot16"));
        rig.advance(MOMENT);
        rig.announce(Offers.node("node-2", rig.now(), Offers.PRUNE));
        rig.advance(MOMENT);
        assertThat(rig.results()).isEmpty();
        rig.advance(REST);
        assertRefused("wrong", "unknown-technique");
        rig.node();
        rig.advance(REST);
        assertThat(rig.results()).isEmpty();
        assertThat(told()).containsExactly(LifecycleType.RECEIVED, LifecycleType.REFUSED);
    }

    @Test
    void waitsForABackendAParameterAndALaneToo() {
        rig.send(rig.request("backend", "int8").setTargets(List.of(new Target("tpu", "", Map.of()))));
        rig.advance(MOMENT);
        assertThat(rig.results()).isEmpty();
        rig.advance(REST);
        assertRefused("backend", "unknown-backend");
    }

    @Test
    void whatNoCatalogMakesRightIsRefusedAtOnce() {
        rig.send(rig.request("formless").setTargets(List.of()));
        assertRefused("formless", "no-steps");
    }

    @Test
    void moreThanAFewAreRefusedAtOnce() {
        for (int i = 0; i < 130; i++) {
            rig.send(rig.request("wrong" + i, "flaot16"));
        }
        assertThat(rig.results())
                .hasSize(30)
                .allSatisfy(result -> assertThat(result.getStatus()).isEqualTo(Status.REFUSED));
        rig.advance(MOMENT.plus(REST));
        assertThat(rig.results()).hasSize(100);
        rig.send(rig.request("again", "flaot16"));
        assertThat(rig.results()).isEmpty();
    }

    @Test
    void aRestartDecidesAnew() {
        rig.send(rig.request("first", "float16"));
        rig = rig.restarted();
        rig.node();
        rig.advance(MOMENT);
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("first");
        rig.send(rig.request("second", "flaot16"));
        rig = rig.restarted();
        rig.node();
        rig.advance(MOMENT.plus(REST));
        assertRefused("second", "unknown-technique");
    }

    @Test
    void canBeCancelledMeanwhileAndSentTwice() {
        var request = rig.request("early", "float16");
        rig.send(request);
        rig.send(request);
        rig.cancel("early");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
        rig.node();
        rig.advance(REST);
        assertThat(rig.work("light")).isEmpty();
        assertThat(rig.results()).isEmpty();
    }
}
