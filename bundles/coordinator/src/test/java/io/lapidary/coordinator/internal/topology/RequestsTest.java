package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Outcome;
import io.lapidary.events.Status;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.Topics;

class RequestsTest {
    private static final Duration GRACE = Duration.ofMillis(550);
    private Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void goesFromRequestToResult() {
        rig.node();
        rig.send(rig.request("a", "float16").setLabels(Map.of("who", "me")));

        var item = rig.oneItem("light");
        assertThat(item.getWorkId()).isEqualTo("a");
        assertThat(item.getAttempt()).isEqualTo(1);
        assertThat(item.getKind()).isEqualTo(WorkKind.RUN);
        assertThat(item.getLeaseMillis()).isEqualTo(Rig.LEASE.toMillis());
        assertThat(item.getPipeline().getTargets())
                .extracting(t -> t.getBackend())
                .containsExactly("cpu");
        StepRequest pinned = item.getPipeline().getSteps().get(0);
        assertThat(pinned.getVersion()).isEqualTo("1.0.0");
        assertThat(pinned.getJar()).isEqualTo(Offers.FLOAT16.getJar());
        assertThat(item.getRequest().getSteps().get(0).getVersion()).isNull();

        var artifact = ArtifactInfo.newBuilder()
                .setKind("package")
                .setName("model.tflite")
                .setUri("lapidary:sha256/" + "cd".repeat(32))
                .setSha256("cd".repeat(32))
                .setBytes(7)
                .setMediaType("application/octet-stream")
                .build();
        rig.complete(rig.completion(item, Outcome.SUCCEEDED).setArtifacts(List.of(artifact)));

        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getTenant()).isEqualTo("default");
        assertThat(result.getAttempts()).isEqualTo(1);
        assertThat(result.getNode()).isEqualTo("node-1");
        assertThat(result.getLabels()).containsEntry("who", "me");
        assertThat(result.getArtifacts()).containsExactly(artifact);
        assertThat(result.getPlan().getSteps()).containsExactly(pinned);
        var record = rig.read(Topics.ARTIFACTS, ArtifactRecord.class);
        assertThat(record).hasSize(1);
        assertThat(record.get(0).getOriginal()).isEqualTo("ab".repeat(32));
        assertThat(rig.events())
                .extracting(LifecycleEvent::getType, LifecycleEvent::getAttempt, LifecycleEvent::getSequence)
                .containsExactly(
                        tuple(LifecycleType.RECEIVED, 0, 1L),
                        tuple(LifecycleType.DISPATCHED, 1, 1L),
                        tuple(LifecycleType.SUCCEEDED, 1, 2L));
    }

    @Test
    void keepsThePackagesOfTwoTargetsWhoseBytesAreEqual() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        var item = rig.oneItem("light");
        var desktop = ArtifactInfo.newBuilder()
                .setKind("package")
                .setName("model.tflite")
                .setUri("lapidary:sha256/" + "cd".repeat(32))
                .setSha256("cd".repeat(32))
                .setBytes(7)
                .setMediaType("application/octet-stream")
                .setTarget(new Target("cpu", "desktop", Map.of()))
                .build();
        var mobile = ArtifactInfo.newBuilder(desktop)
                .setTarget(new Target("cpu", "mobile", Map.of()))
                .build();
        rig.complete(rig.completion(item, Outcome.SUCCEEDED)
                .setArtifacts(List.of(desktop, mobile))
                .setOriginal("ef".repeat(32))
                .setData(Map.of("test", "lapidary:sha256/" + "12".repeat(32))));

        assertThat(rig.oneResult().getArtifacts()).containsExactly(desktop, mobile);
        assertThat(rig.read(Topics.ARTIFACTS, ArtifactRecord.class)).hasSize(2).allSatisfy(record -> {
            assertThat(record.getOriginal()).isEqualTo("ef".repeat(32));
            assertThat(record.getData()).containsKey("test");
        });
    }

    @Test
    void everyMessageIsACloudEventOfTheRequestsTrace() {
        rig.node();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        rig.send(rig.request("a", "float16").setTraceparent("00-" + trace + "-b7ad6b7169203331-01"));
        rig.cancel("a");
        for (String topic : Set.of("lapidary.work.light", Topics.EVENTS, Topics.RESULTS)) {
            var records = rig.records(topic);
            assertThat(records).isNotEmpty();
            for (var message : records) {
                assertThat(Rig.headers(message))
                        .containsEntry("ce_specversion", "1.0")
                        .containsEntry("ce_subject", "a")
                        .containsEntry("ce_source", "/lapidary/nodes/test-node")
                        .hasEntrySatisfying("traceparent", t -> assertThat(t).contains(trace));
            }
        }
    }

    @Test
    void ignoresTheSameRequestWhereverTheFirstStands() {
        rig.node();
        var request = rig.request("a", "float16");
        rig.send(request);
        rig.send(request);
        var item = rig.oneItem("light");
        rig.succeed(item);
        rig.send(request.setCreatedAt(rig.now() + 5)
                .setTraceparent("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01"));
        rig.succeed(item);
        assertThat(rig.work("light")).isEmpty();
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(rig.events()).hasSize(3);
    }

    @Test
    void answersOtherContentUnderOneIdByAnEventOnly() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        rig.send(rig.request("a", "prune"));
        rig.succeed(rig.oneItem("light"));
        rig.send(rig.request("a", "prune"));
        rig.send("other", rig.request("a", "float16"));

        assertThat(rig.results()).hasSize(1);
        assertThat(rig.work("train")).isEmpty();
        var refused = rig.events().stream()
                .filter(e -> e.getType() == LifecycleType.REFUSED_DUPLICATE)
                .toList();
        assertThat(refused)
                .hasSize(3)
                .allSatisfy(e -> assertThat(e.getError().getCode()).isEqualTo("refused-duplicate"));
        assertThat(refused).extracting(LifecycleEvent::getSequence).containsExactly(2L, 4L, 5L);
    }

    @Test
    void waitsForTheFirstNodeAndIsCheckedThen() {
        rig.send(rig.request("good", "float16"));
        rig.send(rig.request("bad", "flaot16"));
        rig.advance(Duration.ofSeconds(60));
        assertThat(rig.results()).isEmpty();
        assertThat(rig.events())
                .filteredOn(e -> e.getRequestId().equals("good"))
                .extracting(LifecycleEvent::getType)
                .containsExactly(LifecycleType.RECEIVED, LifecycleType.QUEUED);

        rig.node();
        rig.advance(Duration.ofMillis(100));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("good");
        assertThat(rig.oneResult().getErrors().get(0).getRemedy()).contains("Did you mean 'float16'?");
    }

    @Test
    void refusesWhatNoLiveNodeOffers() {
        rig.announce(Offers.node("gone", rig.now() - 31_000, Offers.FOREIGN));
        rig.node();
        rig.send(rig.request("a", "foreign"));
        rig.advance(GRACE);
        var error = rig.oneResult().getErrors().get(0);
        assertThat(error.getCode()).isEqualTo("unknown-technique");
        assertThat(error.getRemedy()).isEqualTo("Known are: float16, int8, prune.");
    }

    @Test
    void nodesThatLeaveDoNotCount() {
        var entry = Offers.node("node-1", rig.now(), Offers.FLOAT16);
        entry.setLeaving(true);
        rig.announce(entry);
        rig.send(rig.request("a", "float16"));
        assertThat(rig.results()).isEmpty();
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void refusesALaneThatNobodyServes() {
        rig.announce(Offers.node("node-1", rig.now(), Set.of("light"), 0, Offers.FLOAT16, Offers.PRUNE));
        rig.send(rig.request("a", "float16", "prune"));
        rig.advance(GRACE);
        var error = rig.oneResult().getErrors().get(0);
        assertThat(error.getCode()).isEqualTo("no-lane");
        assertThat(error.getMessage()).contains("'train'");
    }

    @Test
    void refusesParametersDataAndBackends() {
        rig.node();
        var prune = rig.request("a", "prune");
        prune.getSteps().get(0).setParameters(Map.of("sparsty", "0.5"));
        rig.send(prune);
        var range = rig.request("b", "prune");
        range.getSteps().get(0).setParameters(Map.of("sparsity", "1.5"));
        rig.send(range);
        rig.send(rig.request("c", "int8"));
        rig.send(rig.request("d", "float16").setTargets(List.of(new Target("cpi", "", Map.of()))));
        rig.send(rig.request("e", "float16").setData(Map.of("reprsentative", "x.npz")));
        rig.send(rig.request("f"));
        rig.advance(GRACE);
        assertThat(rig.results())
                .allSatisfy(r -> assertThat(r.getStatus()).isEqualTo(Status.REFUSED))
                .extracting(r -> r.getErrors().get(0).getCode())
                .containsExactly(
                        "invalid-parameter",
                        "missing-data",
                        "invalid-request",
                        "no-steps",
                        "unknown-parameter",
                        "unknown-backend");
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void pinsTheHighestVersionAndTheOneAskedFor() {
        rig.announce(Offers.node("node-1", rig.now(), Offers.FLOAT16, Offers.FLOAT16_NEWER));
        rig.send(rig.request("a", "float16"));
        var pinned = rig.request("b", "float16");
        pinned.getSteps().get(0).setVersion("1.0.0");
        rig.send(pinned);
        var missing = rig.request("c", "float16");
        missing.getSteps().get(0).setVersion("2.0.0");
        rig.send(missing);
        rig.advance(GRACE);
        assertThat(rig.work("light"))
                .extracting(w -> w.getPipeline().getSteps().get(0).getVersion())
                .containsExactly("1.10.0", "1.0.0");
        assertThat(rig.oneResult().getErrors().get(0).getRemedy()).contains("1.0.0", "1.10.0");
    }

    @Test
    void putsAPipelineIntoTheHeaviestOfItsLanes() {
        rig.node();
        var data = Map.of("representative", "x.npz");
        rig.send(rig.request("a", "float16", "int8").setData(data));
        rig.send(rig.request("b", "prune", "int8", "float16").setData(data));
        assertThat(rig.oneItem("calibrate").getWorkId()).isEqualTo("a");
        assertThat(rig.oneItem("train").getWorkId()).isEqualTo("b");
    }

    @Test
    void expiresWhatIsOlderThanTheHorizonAndForgetsAfterIt() {
        rig.node();
        rig.send(rig.request("old", "float16").setCreatedAt(rig.now() - Rig.HORIZON.toMillis() - 1));
        var expired = rig.oneResult();
        assertThat(expired.getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(expired.getErrors().get(0).getCode()).isEqualTo("request-expired");

        var request = rig.request("a", "float16");
        rig.send(request);
        rig.succeed(rig.oneItem("light"));
        rig.results();
        assertThat(rig.store().approximateNumEntries()).isEqualTo(2);
        rig.advance(Rig.HORIZON.minusMinutes(30));
        rig.send(request);
        assertThat(rig.results()).isEmpty();
        rig.advance(Duration.ofHours(1));
        assertThat(rig.store().approximateNumEntries()).isZero();
        rig.send(request);
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.EXPIRED);
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void refusesPrioritiesBeyondTheLastOnes() {
        rig.node();
        rig.send(rig.request("low", "float16").setPriority(Integer.MIN_VALUE)); // which has no absolute value
        rig.send(rig.request("high", "float16").setPriority(11));
        rig.send(rig.request("first", "float16").setPriority(10));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("first");
        assertThat(rig.results())
                .extracting(r -> r.getErrors().get(0).getMessage())
                .containsExactly(
                        "The priority -2147483648 is not from -10 to 10.", "The priority 11 is not from -10 to 10.");
    }

    @Test
    void refusesATimeInTheWrongUnitAndAnImpossibleId() {
        rig.node();
        rig.send(rig.request("micro", "float16").setCreatedAt(rig.now() * 1000));
        rig.send(rig.request("not/an/id", "float16"));
        assertThat(rig.results())
                .extracting(r -> r.getErrors().get(0).getCode())
                .containsExactly("invalid-request", "invalid-request");
    }
}
