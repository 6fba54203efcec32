package io.lapidary.shell.replay;

import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.events.ArtifactRecord;
import io.lapidary.shell.result.ResultDocument;

/** A replay as the one JSON document that {@code --json} prints; docs/replay.schema.json describes it. */
public final class ReplayDocument {
    private ReplayDocument() {}

    public static Map<String, Object> of(Replay replay) {
        var document = new LinkedHashMap<String, Object>();
        document.put("requestId", replay.result().getRequestId());
        document.put("replayOf", replay.recorded().getRequestId());
        document.put("status", replay.result().getStatus().name());
        document.put("equal", replay.replayed().isPresent() ? replay.isEqual() : null);
        document.put(
                "target", ResultDocument.target(replay.recorded().getArtifact().getTarget()));
        document.put("recorded", side(replay.recorded()));
        document.put("replayed", replay.replayed().map(ReplayDocument::side).orElse(null));
        document.put(
                "firstDifference",
                replay.firstDifference().isPresent() ? replay.firstDifference().getAsInt() : null);
        document.put("steps", replay.steps().stream().map(ReplayDocument::step).toList());
        document.put(
                "errors",
                replay.result().getErrors().stream().map(ResultDocument::error).toList());
        return document;
    }

    private static Map<String, Object> side(ArtifactRecord record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("uri", record.getArtifact().getUri());
        fields.put("sha256", record.getArtifact().getSha256());
        fields.put("bytes", record.getArtifact().getBytes());
        fields.put("backendVersion", record.getArtifact().getBackendVersion());
        fields.put("engine", record.getEngine());
        return fields;
    }

    private static Map<String, Object> step(StepComparison step) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", step.recorded().getTechnique());
        fields.put("version", step.recorded().getVersion());
        fields.put("equal", step.isEqual());
        fields.put("recordedJar", step.recorded().getJar());
        fields.put("jar", step.replayed().getJar());
        fields.put("recordedOutput", step.recorded().getOutput());
        fields.put("output", step.replayed().getOutput());
        return fields;
    }
}
