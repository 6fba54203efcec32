package io.lapidary.api.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;

/**
 * Everything that a page about a request shows.
 *
 * @param requestId the request
 * @param modelName what the sender called the model
 * @param original the model that came
 * @param planReason why this pipeline
 * @param variants one per package that was made
 * @param provenance name to value: versions, digests, CPU class, seed
 * @param created when the request was created; the page holds no other time, so that equal work gives equal pages
 */
public record ReportRequest(
        String requestId,
        String modelName,
        ModelFile original,
        String planReason,
        List<Variant> variants,
        java.util.SortedMap<String, String> provenance,
        Instant created) {
    public ReportRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(modelName, "modelName");
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(planReason, "planReason");
        variants = List.copyOf(variants);
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(created, "created");
    }

    /**
     * One package.
     *
     * @param name what to call it, as in {@code dynamic-range for cpu:desktop}
     * @param target the hardware
     * @param steps what became of each
     * @param model what the package holds
     * @param evaluation what was measured
     * @param attachments files of the steps
     * @param findings of the steps
     */
    public record Variant(
            String name,
            TargetProfile target,
            List<StepOutcome> steps,
            ModelFile model,
            Evaluation evaluation,
            List<Attachment> attachments,
            List<Finding> findings) {
        public Variant {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(target, "target");
            steps = List.copyOf(steps);
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(evaluation, "evaluation");
            attachments = List.copyOf(attachments);
            findings = List.copyOf(findings);
        }
    }
}
