package io.lapidary.shell.replay;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.events.ArtifactRecord;

/** Where a replay went another way, and what is not as it was when the artifact was made. */
final class ReplayReasons {
    private ReplayReasons() {}

    /** Of a replay that differs: the first thing that did. */
    static String first(Replay replay) {
        if (replay.firstDifference().isEmpty()) {
            return "Every step gave the same bytes; the package differs.";
        }
        int index = replay.firstDifference().getAsInt();
        StepComparison step = replay.steps().get(index);
        return "The first difference is step " + (index + 1) + ", "
                + step.recorded().getTechnique() + " "
                + step.recorded().getVersion() + ": it gave " + step.recorded().getOutput() + " and now gives "
                + step.replayed().getOutput() + ".";
    }

    /** A sentence each: bundles, backend, engine and CPU class. */
    static List<String> changes(Replay replay) {
        var changes = new ArrayList<String>();
        for (StepComparison step : replay.steps()) {
            if (!step.isSameBundle()) {
                changes.add("The bundle of " + step.recorded().getTechnique() + " "
                        + step.recorded().getVersion() + " has other bytes than it had.");
            }
        }
        ArtifactRecord now = replay.replayed().orElseThrow();
        String then = replay.recorded().getArtifact().getBackendVersion();
        if (!then.isEmpty() && !then.equals(now.getArtifact().getBackendVersion())) {
            changes.add(
                    "The backend was " + then + " and is " + now.getArtifact().getBackendVersion() + ".");
        }
        if (replay.isOtherEngine()) {
            changes.add("The engine was '" + replay.recorded().getEngine() + "' and is '" + now.getEngine()
                    + "': equal bytes are promised for one engine on one class of CPU.");
        }
        return changes;
    }
}
