package io.lapidary.coordinator.internal.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.StepInfo;
import io.lapidary.events.codec.Copies;

/** Which steps led to which artifact: said by indexes, which have to follow the steps wherever those go. */
final class Derivations {
    private Derivations() {}

    /** The artifact for a result that tells of {@code earlier} other steps before those of the artifact's own completion. */
    static ArtifactInfo moved(ArtifactInfo artifact, Completion from, int earlier) {
        return earlier == 0
                ? artifact
                : indexed(
                        artifact,
                        indexes(artifact, from).stream().map(i -> i + earlier).toList());
    }

    /** The artifact for a record that tells of nothing but {@link #steps}. */
    static ArtifactInfo alone(ArtifactInfo artifact) {
        return artifact.getSteps() == null ? artifact : indexed(artifact, null);
    }

    /** The steps that led to it, in order. */
    static List<StepInfo> steps(ArtifactInfo artifact, Completion from) {
        return indexes(artifact, from).stream().map(from.getSteps()::get).toList();
    }

    /** What a worker of another version says may not fit: then all steps stand for it, as they do where nothing is said. */
    private static List<Integer> indexes(ArtifactInfo artifact, Completion from) {
        int count = from.getSteps().size();
        return Optional.ofNullable(artifact.getSteps())
                .filter(said -> said.stream().allMatch(i -> i >= 0 && i < count))
                .orElseGet(() -> IntStream.range(0, count).boxed().toList());
    }

    private static ArtifactInfo indexed(ArtifactInfo artifact, List<Integer> steps) {
        ArtifactInfo copy = Copies.shallow(artifact, new ArtifactInfo());
        copy.setSteps(steps);
        return copy;
    }
}
