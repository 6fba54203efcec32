package io.lapidary.coordinator.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.coordinator.internal.state.EntryCodec;
import io.lapidary.coordinator.internal.topology.Rig;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.DecisionInfo;
import io.lapidary.events.DecisionKind;
import io.lapidary.events.Outcome;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;

class LiveNeedsTest {
    private static final String MODEL = "ab".repeat(32);
    private static final String DATA = "01".repeat(32);
    private static final String LABELS = "02".repeat(32);
    private static final String MADE = "03".repeat(32);

    private final Rig rig = new Rig();
    private final LiveNeeds needs = new LiveNeeds(
            1, () -> Set.of(0), part -> rig.store(), () -> new EntryCodec(new MessageCodec(new SchemaCatalog())));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void namesWhatLiveRequestsCameWithAndNothingOfEndedOnes() {
        rig.node();
        assertThat(needs.needed()).isEqualTo(Map.of(0, Set.of()));
        rig.send(rig.request("a", "float16")
                .setData(Map.of("test", "lapidary:sha256/" + DATA + "?labels=lapidary:sha256/" + LABELS)));
        assertThat(needs.needed())
                .isEqualTo(Map.of(0, Set.of(new Digest(MODEL), new Digest(DATA), new Digest(LABELS))));
        rig.succeed(rig.oneItem("light"));
        assertThat(needs.needed()).isEqualTo(Map.of(0, Set.of()));
    }

    @Test
    void namesWhatCandidatesMadeWhileOthersRun() {
        rig.node();
        rig.send(rig.request("a").setTargets(List.of(new Target("cpu", "", Map.of()))));
        var plan = rig.oneItem("light");
        var pipeline = new PipelineInfo(
                List.of(StepRequest.newBuilder().setTechnique("float16").build()),
                plan.getRequest().getTargets(),
                "");
        rig.complete(rig.completion(plan, Outcome.PLANNED)
                .setDecision(new DecisionInfo(
                        DecisionKind.RUN, "planner", "try two", List.of(pipeline, pipeline), List.of())));
        var artifact = ArtifactInfo.newBuilder()
                .setKind("package")
                .setName("a.tflite")
                .setUri("lapidary:sha256/" + MADE)
                .setSha256(MADE)
                .setBytes(5)
                .setMediaType("x/y")
                .build();
        rig.complete(rig.completion(rig.work("light").get(0), Outcome.SUCCEEDED).setArtifacts(List.of(artifact)));
        assertThat(needs.needed().get(0)).containsExactlyInAnyOrder(new Digest(MODEL), new Digest(MADE));
    }

    @Test
    void leavesAPartOutOfWhichItIsNotKnown() {
        rig.node();
        rig.send(rig.request("a", "float16"));
        byte[] bytes = rig.store().get("a");
        bytes[1] = 99; // of a later release
        rig.store().put("a", bytes);
        assertThat(needs.needed()).isEmpty();
    }
}
