package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.technique.Technique;
import io.lapidary.api.work.Finding;
import io.lapidary.events.StepInfo;
import io.lapidary.events.Target;
import io.lapidary.events.WorkItem;

/** Several targets in one request. */
class TargetsTest extends WorkerFixture {
    private static WorkItem item(String id, String model, boolean reuse, String... techniques) {
        WorkItem item = WorkerRig.item(id, model, techniques);
        item.getRequest()
                .setTargets(List.of(new Target("cpu", "desktop", Map.of()), new Target("cpu", "mobile", Map.of())));
        item.getRequest().setReuseSteps(reuse);
        return item;
    }

    @Test
    void runsASharedStepOnceAndPackagesForEach() throws Exception {
        var technique = new ScriptedTechnique("copy", ScriptedTechnique::copy);
        rig.techniques.add("copy", "1.0.0", (Technique) technique);
        rig.start();
        String model = rig.model(1).uri();
        for (boolean reuse : List.of(true, false)) {
            int before = technique.runs();
            String id = "reuse-" + reuse;
            rig.send(item(id, model, reuse, "copy", "float16"));
            var done = rig.completion(id);

            assertThat(technique.runs()).isEqualTo(before + 1);
            assertThat(done.getSteps()).extracting(StepInfo::getTechnique).containsExactly("copy", "float16");
            assertThat(done.getArtifacts())
                    .extracting(a -> a.getTarget().getProfile())
                    .containsExactly("desktop", "mobile");
            assertThat(done.getArtifacts())
                    .allSatisfy(a -> assertThat(a.getSteps()).containsExactly(0, 1));
        }
    }

    @Test
    void runsAStepThatUsesTheTargetForEach() throws Exception {
        var technique = ScriptedTechnique.forTargets("fitting", (input, context) -> {
            assertThat(input.target()).isPresent();
            return ScriptedTechnique.copy(input, context);
        });
        rig.techniques.add("fitting", "1.0.0", (Technique) technique);
        rig.start();
        rig.send(item("a", rig.model(1).uri(), true, "fitting"));
        var done = rig.completion("a");

        assertThat(done.getError()).isNull();
        assertThat(technique.runs()).isEqualTo(2);
    }

    @Test
    void passesOnWhatABackendNotedAlsoWhereItsPackageIsRemembered() throws Exception {
        rig.backends.add(
                "noting", "1.0.0", new PlainBackend("noting", Finding.warning("noting.tight", "x", "It hardly fits.")));
        rig.start();
        String model = rig.model(1).uri();
        for (String id : List.of("a", "b")) {
            WorkItem item = WorkerRig.item(id, model, "float16");
            item.getRequest().setTargets(List.of(new Target("noting", "", Map.of())));
            rig.send(item);
            assertThat(rig.completion(id).getFindings()).singleElement().satisfies(f -> {
                assertThat(f.getCode()).isEqualTo("noting.tight");
                assertThat(f.getSubject()).isEqualTo("x");
            });
        }
    }
}
