package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.technique.Technique;
import io.lapidary.events.WorkItem;

/** Requests that take no remembered steps, as a replay is one. */
class FreshStepsTest extends WorkerFixture {
    private static WorkItem fresh(String id, String model, String... techniques) {
        WorkItem item = WorkerRig.item(id, model, techniques);
        item.getRequest().setReuseSteps(false);
        return item;
    }

    @Test
    void runsRememberedStepsAgain() throws Exception {
        var technique = new ScriptedTechnique("copy", ScriptedTechnique::copy);
        rig.techniques.add("copy", "1.0.0", (Technique) technique);
        rig.start();
        String model = rig.model(1).uri();
        rig.send(WorkerRig.item("a", model, "copy"));
        var first = rig.completion("a");
        rig.send(fresh("b", model, "copy"));
        var second = rig.completion("b");

        assertThat(technique.runs()).isEqualTo(2);
        assertThat(second.getSteps().get(0).getRemembered()).isFalse();
        assertThat(second.getArtifacts()).isEqualTo(first.getArtifacts());
        assertThat(second.getFindings()).isEmpty();
    }

    @Test
    void publishesWhatIsMadeNowWhereItDiffersFromWhatIsRemembered() throws Exception {
        var count = new AtomicInteger();
        Path[] outputs = {folder.resolve("model-1.tflite"), folder.resolve("model-2.tflite")};
        rig.techniques.add(
                "fickle",
                "1.0.0",
                new ScriptedTechnique("fickle", (input, context) -> outputs[count.getAndIncrement()]));
        rig.start();
        Digest second = rig.model(2);
        String model = rig.model(1).uri();
        rig.send(WorkerRig.item("a", model, "fickle"));
        rig.completion("a");
        rig.send(fresh("b", model, "fickle"));
        var replayed = rig.completion("b");

        assertThat(replayed.getSteps().get(0).getOutput()).isEqualTo(second.hex());
        assertThat(replayed.getArtifacts().get(0).getSha256()).isEqualTo(second.hex());
        assertThat(replayed.getFindings())
                .singleElement()
                .satisfies(f -> assertThat(f.getCode()).isEqualTo("not-deterministic"));
    }

    @Test
    void doesNotBeginWhereAnotherRequestStopped() throws Exception {
        var found = new AtomicInteger();
        rig.techniques.add("long", "1.0.0", new ScriptedTechnique("long", (input, context) -> {
            if (context.checkpoints().latest().isPresent()) {
                found.incrementAndGet();
            }
            Path state = context.workFolder().resolve("state");
            try {
                Files.writeString(state, "half");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            context.checkpoints().save(state);
            return ScriptedTechnique.copy(input, context);
        }));
        rig.start();
        String model = rig.model(1).uri();
        rig.send(WorkerRig.item("a", model, "long"));
        rig.completion("a");
        rig.send(fresh("b", model, "long"));
        rig.completion("b");

        assertThat(found).hasValue(0);
    }

    @Test
    void tellsWhatTheWorkWasMadeFrom() throws Exception {
        rig.start();
        Digest model = rig.model(1);
        Path samples = folder.resolve("x.npy");
        Files.writeString(samples, "opened when it is needed");
        String address = rig.store.put(samples).uri() + "?name=x.npy&slice=0:5";
        WorkItem item = WorkerRig.item("a", model.uri(), "float16");
        item.getRequest().setData(Map.of("test", address));
        rig.send(item);
        var done = rig.completion("a");

        assertThat(done.getError()).isNull();
        assertThat(done.getOriginal()).isEqualTo(model.hex());
        assertThat(done.getData()).containsExactlyEntriesOf(Map.of("test", address));
        assertThat(done.getArtifacts().get(0).getBackendVersion()).isEqualTo("1.0.0");
        assertThat(done.getArtifacts().get(0).getSteps()).isNull();
    }
}
