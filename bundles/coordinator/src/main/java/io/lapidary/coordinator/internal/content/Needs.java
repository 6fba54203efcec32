package io.lapidary.coordinator.internal.content;

import java.util.HashSet;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.coordinator.internal.machine.Item;
import io.lapidary.coordinator.internal.machine.Packed;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.FileInfo;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepInfo;

/** What content a live request needs: what it came with, and what its candidates made, which may be published yet. */
final class Needs {
    private Needs() {}

    static Set<Digest> of(RequestState state) {
        var needed = new HashSet<Digest>();
        OptimizationRequest request = state.request().value();
        needed.addAll(Digest.allIn(request.getModel()));
        request.getData().values().forEach(address -> needed.addAll(Digest.allIn(address)));
        state.candidates().stream()
                .map(Item::outcome)
                .forEach(outcome -> outcome.map(Packed::value).ifPresent(made -> made(made, needed)));
        return needed;
    }

    private static void made(Completion completion, Set<Digest> needed) {
        for (StepInfo step : completion.getSteps()) {
            needed.add(new Digest(step.getOutput()));
        }
        for (ArtifactInfo artifact : completion.getArtifacts()) {
            needed.add(new Digest(artifact.getSha256()));
            for (FileInfo file : artifact.getFiles()) {
                needed.add(new Digest(file.getSha256()));
            }
        }
    }
}
