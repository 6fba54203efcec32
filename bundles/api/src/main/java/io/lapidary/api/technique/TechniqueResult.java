package io.lapidary.api.technique;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;

/**
 * @param candidates at least one; the first is what an explicit pipeline goes on with, the others are a planner's to choose from
 * @param attachments files that explain the result
 * @param findings what the reader should know
 */
public record TechniqueResult(List<Candidate> candidates, List<Attachment> attachments, List<Finding> findings) {
    public TechniqueResult {
        candidates = List.copyOf(candidates);
        attachments = List.copyOf(attachments);
        findings = List.copyOf(findings);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a technique's result has at least one candidate");
        }
    }

    public static TechniqueResult of(Path model, Map<String, Double> measures, List<Finding> findings) {
        return new TechniqueResult(List.of(new Candidate(model, measures, "")), List.of(), findings);
    }

    /**
     * @param model a file in the work folder
     * @param measures name (with unit, as in {@code weights_bytes}) to value
     * @param reason why this one, for people; may be empty
     */
    public record Candidate(Path model, Map<String, Double> measures, String reason) {
        public Candidate {
            Objects.requireNonNull(model, "model");
            measures = Map.copyOf(measures);
            Objects.requireNonNull(reason, "reason");
        }
    }
}
