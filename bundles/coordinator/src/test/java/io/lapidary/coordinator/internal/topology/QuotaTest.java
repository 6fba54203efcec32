package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.coordinator.internal.tenant.Quota;
import io.lapidary.coordinator.internal.tenant.Quotas;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Outcome;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.Status;
import io.lapidary.events.TenantUse;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Topics;

/** What a tenant has is never more than it may have, and nobody else is the worse for it. */
class QuotaTest {
    private Rig rig = new Rig();

    @BeforeEach
    void node() {
        rig.node();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void limit(String tenant, Quota quota) {
        rig.quotas(new Quotas(Quota.NONE, Map.of(tenant, quota)));
    }

    private void sendMany(String tenant, int count) {
        for (int i = 0; i < count; i++) {
            rig.send(tenant, rig.request(tenant + i, "float16"));
        }
    }

    private static List<String> ids(List<WorkItem> work) {
        return work.stream().map(WorkItem::getRequestId).toList();
    }

    private void succeed(WorkItem item, long bytes) {
        var artifact = ArtifactInfo.newBuilder()
                .setKind("package")
                .setName("a.tflite")
                .setUri("lapidary:sha256/" + "cd".repeat(32))
                .setSha256("cd".repeat(32))
                .setBytes(bytes)
                .setMediaType("x/y")
                .build();
        rig.complete(rig.completion(item, Outcome.SUCCEEDED).setArtifacts(List.of(artifact)));
    }

    private void assertRefused(OptimizationResult result, String... words) {
        assertThat(result.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(result.getErrors()).singleElement().satisfies(error -> {
            assertThat(error.getCode()).isEqualTo("quota-exceeded");
            assertThat(error.getMessage()).contains(words);
            assertThat(error.getRemedy()).contains("io.lapidary.tenants.cfg");
        });
    }

    @Test
    void whatIsOverTheLimitOfRunningWaitsItsTurnAndHoldsUpNobody() {
        limit("acme", new Quota(2, 0, 0));
        sendMany("acme", 4);
        rig.send("calm", rig.request("calm", "float16"));
        var work = rig.work("light");
        assertThat(ids(work)).containsExactly("acme0", "acme1", "calm");
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.work("light")).isEmpty();
        rig.succeed(work.get(1));
        var next = rig.oneItem("light");
        assertThat(next.getRequestId()).isEqualTo("acme2");
        rig.succeed(work.get(0));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("acme3");
    }

    @Test
    void whatRunsCountsAfterARestartToo() {
        limit("acme", new Quota(2, 0, 0));
        sendMany("acme", 3);
        var work = rig.work("light");
        assertThat(work).hasSize(2);
        rig = rig.restarted();
        rig.node();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.work("light")).isEmpty();
        rig.succeed(work.get(0));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("acme2");
    }

    @Test
    void aLostItemGivesItsPlaceBack() {
        limit("acme", new Quota(1, 0, 0));
        sendMany("acme", 2);
        rig.heartbeat(rig.oneItem("light"));
        rig.cancel("acme0");
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("acme1");
    }

    @Test
    void aHigherLimitHoldsFromThenOn() {
        limit("acme", new Quota(1, 0, 0));
        sendMany("acme", 3);
        assertThat(rig.work("light")).hasSize(1);
        limit("acme", new Quota(3, 0, 0));
        rig.advance(Duration.ofMillis(200));
        assertThat(rig.work("light")).hasSize(2);
    }

    @Test
    void whatIsOverTheLimitOfWaitingIsRefusedWithLimitAndPresentValue() {
        limit("acme", new Quota(1, 2, 0));
        sendMany("acme", 4);
        assertRefused(rig.oneResult(), "'acme'", "has 2 request(s) waiting", "2 may wait at most");
        rig.send("other", rig.request("other", "float16"));
        assertThat(rig.results()).isEmpty();
        rig.succeed(rig.work("light").get(0));
        rig.results();
        rig.send("acme", rig.request("again", "float16"));
        assertThat(rig.results()).isEmpty();
    }

    @Test
    void waitingCountsWhileNoNodeIsLiveAndAfterARestart() {
        rig.advance(Duration.ofMinutes(1));
        limit("acme", new Quota(0, 2, 0));
        sendMany("acme", 2);
        rig = rig.restarted();
        rig.send("acme", rig.request("third", "float16"));
        assertRefused(rig.oneResult(), "has 2 request(s) waiting");
    }

    @Test
    void publishedBytesCountUntilTheyAreForgotten() {
        limit("acme", new Quota(0, 0, 1000));
        sendMany("acme", 1);
        succeed(rig.oneItem("light"), 999);
        rig.results();
        rig.send("acme", rig.request("second", "float16"));
        succeed(rig.oneItem("light"), 1);
        rig.results();
        rig = rig.restarted();
        rig.node();
        rig.send("acme", rig.request("third", "float16"));
        assertRefused(rig.oneResult(), "1000 bytes", "1000 at most");
        rig.advance(Rig.HORIZON.plusMinutes(30));
        rig.node();
        rig.send("acme", rig.request("fourth", "float16"));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("fourth");
    }

    @Test
    void whatOtherCoordinatorsAnnounceCounts() {
        limit("acme", new Quota(2, 0, 0));
        rig.use(new PartitionUse(5, "other", rig.now(), Map.of("acme", new TenantUse(2, 0, 0L, 2, 0, 0L))));
        sendMany("acme", 1);
        assertThat(rig.work("light")).isEmpty();
        rig.use(new PartitionUse(5, "other", rig.now(), Map.of()));
        rig.advance(Duration.ofMillis(200));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("acme0");
    }

    @Test
    void tellsOthersWhatItsTenantsHaveAndMayHave() {
        limit("acme", new Quota(1, 7, 0));
        rig.advance(Duration.ofSeconds(11));
        rig.read(Topics.TENANT_USE, PartitionUse.class);
        rig.node();
        sendMany("acme", 3);
        rig.advance(Duration.ofSeconds(1));
        var said = rig.read(Topics.TENANT_USE, PartitionUse.class);
        assertThat(said.get(said.size() - 1).getTenants())
                .containsExactlyEntriesOf(Map.of("acme", new TenantUse(1, 2, 0L, 1, 7, 0L)));
        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.read(Topics.TENANT_USE, PartitionUse.class))
                .as("nothing new, nothing said")
                .isEmpty();
    }
}
