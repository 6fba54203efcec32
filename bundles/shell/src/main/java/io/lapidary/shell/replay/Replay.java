package io.lapidary.shell.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.provenance.Provenance;

/**
 * A recorded derivation that ran again.
 *
 * @param recorded how the artifact came about
 * @param result how the new request ended
 * @param replayed how what it made came about; empty if it made nothing
 * @param steps recorded and now, as far as both go
 */
public record Replay(
        ArtifactRecord recorded,
        OptimizationResult result,
        Optional<ArtifactRecord> replayed,
        List<StepComparison> steps) {
    private static final String PACKAGE = "package";

    public Replay {
        steps = List.copyOf(steps);
    }

    /** Sends what was recorded as a new request, for the same tenant, and waits for its end. */
    public static Replay run(ArtifactRecord recorded, Platform platform, RequestRun run, Optional<Long> timeoutMillis)
            throws LapidaryException, InterruptedException {
        long now = System.currentTimeMillis();
        OptimizationRequest request = ReplayRequest.of(recorded, now, timeoutMillis.map(t -> now + t));
        OptimizationResult result = run.send(request, false, recorded.getTenant());
        if (result.getStatus() != Status.SUCCEEDED) {
            return new Replay(recorded, result, Optional.empty(), List.of());
        }
        ArtifactInfo made = result.getArtifacts().stream()
                .filter(a -> a.getKind().equals(PACKAGE))
                .findFirst()
                .orElseThrow(() -> incomplete(result));
        ArtifactRecord replayed =
                Provenance.read(platform).of(result.getRequestId(), made).orElseThrow(() -> incomplete(result));
        var steps = new ArrayList<StepComparison>();
        int count = Math.min(recorded.getSteps().size(), replayed.getSteps().size());
        for (int i = 0; i < count; i++) {
            steps.add(new StepComparison(
                    recorded.getSteps().get(i), replayed.getSteps().get(i)));
        }
        return new Replay(recorded, result, Optional.of(replayed), steps);
    }

    private static LapidaryException incomplete(OptimizationResult result) {
        return new LapidaryException(
                ErrorCodes.INTERNAL_ERROR,
                "The request " + result.getRequestId() + " succeeded, and no package is recorded for it.",
                "This is a fault of the platform: please report it.");
    }

    /** Whether the same bytes came out; they are, if their SHA-256 is the same. */
    public boolean isEqual() {
        return replayed.map(r -> r.getArtifact()
                        .getSha256()
                        .equals(recorded.getArtifact().getSha256()))
                .orElse(false);
    }

    /** Index of the first step that gave other bytes; empty if none did: then a difference is the packaging's. */
    public OptionalInt firstDifference() {
        return IntStream.range(0, steps.size())
                .filter(i -> !steps.get(i).isEqual())
                .findFirst();
    }

    /** Whether an engine's numbers entered, and it was another version or on another class of CPU. */
    public boolean isOtherEngine() {
        return replayed.map(r -> !r.getEngine().equals(recorded.getEngine())).orElse(false);
    }
}
