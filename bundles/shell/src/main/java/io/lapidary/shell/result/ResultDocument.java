package io.lapidary.shell.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.FileInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.StepInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.mapping.ErrorMapper;

/** A result as the one JSON document that {@code --json} prints; docs/optimize-result.schema.json describes it. */
public final class ResultDocument {
    private ResultDocument() {}

    public static Map<String, Object> of(OptimizationResult result, Written written) {
        var document = new LinkedHashMap<String, Object>();
        document.put("requestId", result.getRequestId());
        document.put("status", result.getStatus().name());
        document.put("createdAt", result.getCreatedAt());
        document.put("finishedAt", result.getFinishedAt());
        document.put("attempts", result.getAttempts());
        document.put("node", result.getNode());
        document.put("plan", result.getPlan() == null ? null : plan(result.getPlan()));
        document.put(
                "steps", result.getSteps().stream().map(ResultDocument::step).toList());
        document.put(
                "artifacts",
                result.getArtifacts().stream().map(a -> artifact(a, written)).toList());
        List<Map<String, Object>> evaluations =
                result.getEvaluations().stream().map(EvaluationDocument::of).toList();
        document.put("evaluation", evaluations.isEmpty() ? null : evaluations.get(0));
        document.put("evaluations", evaluations);
        document.put("warnings", warnings(result));
        document.put(
                "errors", result.getErrors().stream().map(ResultDocument::error).toList());
        document.put("labels", new TreeMap<>(result.getLabels()));
        return document;
    }

    /** The document of a request that came to no result: it could not be sent, or nothing was heard of it in time. */
    public static Map<String, Object> of(String requestId, String status, LapidaryException failure) {
        var document = new LinkedHashMap<String, Object>();
        document.put("requestId", requestId);
        document.put("status", status);
        document.put("plan", null);
        for (String list : List.of("steps", "artifacts")) {
            document.put(list, List.of());
        }
        document.put("evaluation", null);
        document.put("evaluations", List.of());
        document.put("warnings", List.of());
        document.put("errors", List.of(error(ErrorMapper.toInfo(failure))));
        return document;
    }

    private static Map<String, Object> plan(PlanInfo plan) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("planner", plan.getPlanner());
        fields.put("reason", plan.getReason());
        fields.put(
                "steps", plan.getSteps().stream().map(ResultDocument::planned).toList());
        fields.put(
                "targets",
                plan.getTargets().stream().map(ResultDocument::target).toList());
        return fields;
    }

    private static Map<String, Object> planned(StepRequest step) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", step.getTechnique());
        fields.put("version", step.getVersion());
        fields.put("parameters", new TreeMap<>(step.getParameters()));
        return fields;
    }

    /** A target; null for none. */
    public static Map<String, Object> target(Target target) {
        if (target == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("backend", target.getBackend());
        fields.put("profile", target.getProfile());
        fields.put("parameters", new TreeMap<>(target.getParameters()));
        return fields;
    }

    private static Map<String, Object> step(StepInfo step) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", step.getTechnique());
        fields.put("version", step.getVersion());
        fields.put("jar", step.getJar());
        fields.put("parameters", new TreeMap<>(step.getParameters()));
        fields.put("seconds", step.getSeconds());
        fields.put("input", step.getInput());
        fields.put("output", step.getOutput());
        fields.put("remembered", step.getRemembered());
        fields.put("measures", new TreeMap<>(step.getMeasures()));
        return fields;
    }

    private static Map<String, Object> artifact(ArtifactInfo artifact, Written written) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", artifact.getKind());
        fields.put("name", artifact.getName());
        fields.put("path", written.path(artifact).map(Object::toString).orElse(null));
        fields.put("uri", artifact.getUri());
        fields.put("bytes", artifact.getBytes());
        fields.put("sha256", artifact.getSha256());
        fields.put("mediaType", artifact.getMediaType());
        fields.put("target", target(artifact.getTarget()));
        fields.put(
                "files", artifact.getFiles().stream().map(ResultDocument::file).toList());
        return fields;
    }

    private static Map<String, Object> file(FileInfo file) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("path", file.getPath());
        fields.put("uri", file.getUri());
        fields.put("bytes", file.getBytes());
        fields.put("sha256", file.getSha256());
        fields.put("mediaType", file.getMediaType());
        return fields;
    }

    private static List<Map<String, Object>> warnings(OptimizationResult result) {
        var warnings = new ArrayList<Map<String, Object>>();
        for (FindingInfo finding : findings(result)) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("severity", finding.getSeverity());
            fields.put("code", finding.getCode());
            fields.put("subject", finding.getSubject());
            fields.put("message", finding.getMessage());
            warnings.add(fields);
        }
        return warnings;
    }

    /** Those of the request, then those of its evaluations, each once. */
    static List<FindingInfo> findings(OptimizationResult result) {
        var findings = new ArrayList<>(result.getFindings());
        for (EvaluationInfo evaluation : result.getEvaluations()) {
            findings.addAll(evaluation.getFindings());
        }
        return findings.stream().distinct().toList();
    }

    public static Map<String, Object> error(ErrorInfo error) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("code", error.getCode());
        fields.put("type", error.getType());
        fields.put("message", error.getMessage());
        fields.put("remedy", error.getRemedy());
        fields.put("where", error.getWhere());
        return fields;
    }
}
