package io.lapidary.shell.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.Digest;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.StepInfo;

/** What differs in how two artifacts came about, a row each: a word, of the first, of the second. */
final class ProvenanceRows {
    record Row(String what, String first, String second) {}

    private ProvenanceRows() {}

    /** Empty unless both are recorded. */
    static Optional<List<Row>> of(Optional<ArtifactRecord> first, Optional<ArtifactRecord> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> before = facts(first.get());
        Map<String, String> after = facts(second.get());
        var words = new LinkedHashSet<>(before.keySet());
        words.addAll(after.keySet());
        var rows = new ArrayList<Row>();
        for (String word : words) {
            String left = before.getOrDefault(word, "");
            String right = after.getOrDefault(word, "");
            if (!left.equals(right)) {
                rows.add(new Row(word, left, right));
            }
        }
        return Optional.of(rows);
    }

    private static Map<String, String> facts(ArtifactRecord record) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("request", record.getRequestId());
        facts.put("model", record.getOriginal());
        for (int i = 0; i < record.getSteps().size(); i++) {
            StepInfo step = record.getSteps().get(i);
            String name = "step " + (i + 1);
            facts.put(name, step.getTechnique() + " " + step.getVersion());
            facts.put(name + " bundle", brief(step.getJar()));
            new TreeMap<>(step.getParameters()).forEach((key, value) -> facts.put(name + " " + key, value));
        }
        new TreeMap<>(record.getData()).forEach((role, address) -> facts.put(role + " data", address));
        facts.put("seed", Long.toString(record.getSeed()));
        var target = record.getArtifact().getTarget();
        if (target != null) {
            facts.put("target", target.getBackend() + ":" + target.getProfile());
            new TreeMap<>(target.getParameters()).forEach((key, value) -> facts.put("target " + key, value));
        }
        facts.put("backend version", record.getArtifact().getBackendVersion());
        facts.put("engine", record.getEngine());
        return facts;
    }

    private static String brief(String sha256) {
        return sha256.isEmpty() ? "" : new Digest(sha256).brief();
    }
}
