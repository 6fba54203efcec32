package io.lapidary.shell.command;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.FileInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.LatencyInfo;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.OperatorInfo;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;
import io.lapidary.events.Target;

/** Results as a platform gives them. */
final class Answers {
    static final Target CPU = new Target("cpu", "desktop", Map.of());

    private Answers() {}

    static OptimizationResult.Builder result(OptimizationRequest request, Status status) {
        return OptimizationResult.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant("default")
                .setStatus(status)
                .setCreatedAt(request.getCreatedAt())
                .setFinishedAt(request.getCreatedAt() + 1500)
                .setAttempts(1)
                .setNode("node-1")
                .setLabels(request.getLabels());
    }

    /** A success with one package for each target, a report and an attachment. */
    static OptimizationResult success(OptimizationRequest request, ArtifactStore store, Target... targets) {
        var artifacts = new ArrayList<ArtifactInfo>();
        var evaluations = new ArrayList<EvaluationInfo>();
        for (Target target : targets) {
            artifacts.add(
                    artifact("package", target, file(store, "model.tflite", "package for " + target.getProfile())));
            evaluations.add(evaluation(target));
        }
        artifacts.add(artifact("attachment", null, file(store, "frontier.csv", "a,b")));
        artifacts.add(artifact("report", null, file(store, "report.html", "<html>")));
        return result(request, Status.SUCCEEDED)
                .setPlan(PlanInfo.newBuilder()
                        .setPlanner("explicit")
                        .setReason("The request names its steps.")
                        .setSteps(request.getSteps())
                        .setTargets(List.of(targets))
                        .build())
                .setSteps(List.of(StepInfo.newBuilder()
                        .setTechnique("float16")
                        .setVersion("1.0.0")
                        .setJar("2".repeat(64))
                        .setParameters(Map.of("min_elements", "128", "exclude", ""))
                        .setInput("3".repeat(64))
                        .setOutput("4".repeat(64))
                        .setSeconds(0.125)
                        .setRemembered(true)
                        .setMeasures(Map.of("converted", 12.0))
                        .build()))
                .setArtifacts(artifacts)
                .setEvaluations(evaluations)
                .setFindings(List.of(new FindingInfo("WARNING", "slower", "", "It is slower than the original.")))
                .build();
    }

    static OptimizationResult refused(OptimizationRequest request) {
        return result(request, Status.REFUSED)
                .setErrors(List.of(ErrorInfo.newBuilder()
                        .setCode("unknown-technique")
                        .setType("REQUEST")
                        .setMessage("There is no technique 'flot16'.")
                        .setRemedy("Did you mean 'float16'?")
                        .build()))
                .build();
    }

    static FileInfo file(ArtifactStore store, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            Digest digest = store.put(new ByteArrayInputStream(bytes));
            return new FileInfo(path, digest.uri(), (long) bytes.length, digest.hex(), "application/octet-stream");
        } catch (LapidaryException e) {
            throw new IllegalStateException(e);
        }
    }

    static ArtifactInfo artifact(String kind, Target target, FileInfo... files) {
        return ArtifactInfo.newBuilder()
                .setKind(kind)
                .setName(files[0].getPath())
                .setUri(files[0].getUri())
                .setSha256(files[0].getSha256())
                .setBytes(files[0].getBytes())
                .setMediaType("application/octet-stream")
                .setTarget(target)
                .setFiles(List.of(files))
                .build();
    }

    private static EvaluationInfo evaluation(Target target) {
        return EvaluationInfo.newBuilder()
                .setTarget(target)
                .setOriginal(measured(99_352, 0.91, Map.of("float32", 90_416L)))
                .setResult(measured(56_284, 0.912, Map.of("float16", 45_208L)))
                .setTask("classification")
                .setPrimaryMetric("top1")
                .setSamples(900)
                .setSqnrDb(Double.POSITIVE_INFINITY)
                .setLargestError(0.01)
                .setLatencyThreads(2)
                .setLatencyDevice("this machine")
                .setEngine("litert 2.21.0 x86_64+avx2")
                .setOperators(List.of(new OperatorInfo("CONV_2D", "float32 x float16", "xnnpack", 5, "")))
                .setUnmeasured(List.of())
                .setFindings(List.of())
                .build();
    }

    private static MeasurementInfo measured(long bytes, double top1, Map<String, Long> types) {
        return MeasurementInfo.newBuilder()
                .setBytes(bytes)
                .setZippedBytes(bytes * 9 / 10)
                .setMetrics(Map.of("top1", top1, "agreement", 0.99))
                .setLatency(new LatencyInfo(40.5, 60.5, 39.0, 200, null))
                .setPeakMemoryBytes(2_000_000L)
                .setParameters(22_604)
                .setSparsity(0.01)
                .setWeightTypes(types)
                .build();
    }
}
