package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.coordinator.internal.tenant.Quota;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.Status;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Topics;

/** Two coordinators with a partition each, that hear of each other what they say. */
class QuotaAcrossTest {
    private static final int PARTITIONS = 2;

    private final List<Rig> rigs = IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new Rig(Rig.settings(Rig.windows(), PARTITIONS)))
            .toList();
    private int sent;

    @BeforeEach
    void nodes() {
        rigs.forEach(Rig::node);
    }

    @AfterEach
    void close() {
        rigs.forEach(Rig::close);
    }

    private void limit(Quota quota) {
        rigs.forEach(rig -> rig.quotas(new Quotas(Quota.NONE, Map.of("acme", quota))));
    }

    /** A test driver's task is that of partition 0, so that what one says is to the other of partition 1. */
    private void exchange() {
        for (int from = 0; from < rigs.size(); from++) {
            for (PartitionUse said : rigs.get(from).read(Topics.TENANT_USE, PartitionUse.class)) {
                rigs.get(1 - from).use(new PartitionUse(1, "other", said.getTime(), said.getTenants()));
            }
        }
    }

    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += 50) {
            rigs.forEach(rig -> rig.advance(Duration.ofMillis(50)));
            exchange();
        }
        rigs.forEach(Rig::node);
    }

    private void send(Rig rig, int count) {
        var placement = new Placement(PARTITIONS);
        for (int i = 0; i < count; sent++) {
            String id = "request-" + sent;
            if (placement.isRight(id, 0)) {
                rig.send("acme", rig.request(id, "float16"));
                i++;
            }
        }
    }

    @Test
    void whatRunsIsOverTheLimitByLessThanOneForEachCoordinatorWhereverItBegins() {
        limit(new Quota(5, 0, 0));
        rigs.forEach(rig -> send(rig, 20));
        var work = rigs.stream().map(rig -> rig.work("light")).toList();
        assertThat(work).allSatisfy(begun -> assertThat(begun).hasSize(3));
        pass(2000);
        assertThat(rigs).allSatisfy(rig -> assertThat(rig.work("light")).isEmpty());
        work.get(0).subList(0, 2).forEach(rigs.get(0)::succeed);
        pass(2000);
        assertThat(rigs.stream().mapToInt(rig -> rig.work("light").size()).sum())
                .isEqualTo(1);
    }

    @Test
    void oneHasAllOfItOnceItIsKnownThatNoOtherWantsIt() {
        limit(new Quota(4, 0, 0));
        send(rigs.get(0), 20);
        assertThat(rigs.get(0).work("light")).hasSize(2);
        pass(1100);
        assertThat(rigs.get(0).work("light")).hasSize(2);
        send(rigs.get(1), 20);
        assertThat(rigs.get(1).work("light")).isEmpty();
    }

    @Test
    void whoIsLateFindsItsShareAsItComesFree() {
        limit(new Quota(4, 0, 0));
        send(rigs.get(0), 20);
        pass(1100);
        List<WorkItem> begun = rigs.get(0).work("light");
        assertThat(begun).hasSize(4);
        send(rigs.get(1), 20);
        pass(1100);
        begun.subList(0, 2).forEach(rigs.get(0)::succeed);
        pass(500);
        assertThat(rigs.get(0).work("light")).isEmpty();
        assertThat(rigs.get(1).work("light")).hasSize(2);
    }

    @Test
    void whatWaitsIsOverTheLimitByWhatCameBeforeTheNews() {
        limit(new Quota(0, 3, 0));
        rigs.forEach(rig -> rig.advance(Duration.ofMinutes(1))); // no node is live any more
        send(rigs.get(0), 3);
        send(rigs.get(1), 1);
        assertThat(rigs.get(1).results()).isEmpty();
        rigs.forEach(rig -> rig.advance(Duration.ofMillis(100)));
        exchange();
        send(rigs.get(1), 1);
        OptimizationResult refused = rigs.get(1).oneResult();
        assertThat(refused.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(refused.getErrors().get(0).getMessage()).contains("has 4 request(s) waiting");
    }
}
