package io.lapidary.report.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

import io.lapidary.api.Digest;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;

/** Requests as a node has them, with the sizes and accuracies of a keyword-spotting model. */
final class Fixtures {
    static final ModelMeasurement ORIGINAL = new ModelMeasurement(
            99_352,
            91_870,
            Map.of("top1", 0.91, "top5", 0.9922),
            Optional.of(new Quantiles(512.4, 560.1, 498.7, 400)),
            OptionalLong.of(3_481_600),
            23_756,
            0.0004,
            Map.of("float32", 95_024L));

    private Fixtures() {}

    static ReportRequest oneVariant() {
        return request("kws_float.tflite", List.of(dynamicRange()));
    }

    static ReportRequest severalVariants() {
        return request(
                "kws_float.tflite",
                List.of(
                        float16(),
                        dynamicRange(),
                        variant("dynamic-range, all weights, for cpu:desktop", 40_400, 0.9122, 1998)));
    }

    /** A variant of which nothing but its size is known. */
    static ReportRequest unmeasured() {
        var before = measurement(99_352, Map.of(), Optional.empty(), Map.of("float32", 95_024L));
        var after = measurement(56_284, Map.of(), Optional.empty(), Map.of("float16", 47_512L));
        var evaluation = new Evaluation(
                before,
                after,
                "",
                List.of(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                "",
                Optional.empty(),
                List.of(),
                List.of("Accuracy, agreement and SQNR were not measured: the request names no test data."),
                List.of());
        return request(
                "kws_float.tflite",
                List.of(new Variant(
                        "float16 for cpu:desktop",
                        target(),
                        List.of(),
                        model("float16"),
                        evaluation,
                        List.of(),
                        List.of())));
    }

    static ReportRequest request(String modelName, List<Variant> variants) {
        return new ReportRequest(
                "5b0f7c1e-8f0e-4c6b-9e55-0a6b6c0a7e11",
                modelName,
                model("original"),
                "The pipeline was given explicitly: dynamic-range for cpu:desktop.\nEvery step's requirements hold: float-weights is detected in the model.",
                variants,
                new TreeMap<>(Map.of(
                        "lapidary",
                        "0.1.0",
                        "engine",
                        "litert 2.21.0",
                        "cpu class",
                        "x86_64+avx2+fma",
                        "seed",
                        "0",
                        "backend",
                        "cpu 1.0.0")),
                Instant.parse("2026-03-04T05:06:07Z"));
    }

    static Variant float16() {
        var after = new ModelMeasurement(
                56_284,
                50_112,
                Map.of("top1", 0.91, "top5", 0.9922, "agreement", 1.0),
                Optional.of(new Quantiles(515.0, 566.2, 500.3, 400)),
                OptionalLong.of(3_600_384),
                23_756,
                0.0004,
                Map.of("float16", 47_512L));
        return new Variant(
                "float16 for cpu:desktop",
                target(),
                List.of(step("float16", Map.of("min_elements", "1"), true)),
                model("float16"),
                evaluation(after, 62.9, 1e-3, List.of(), cpuOperators("float32 x float16")),
                List.of(),
                List.of());
    }

    static Variant dynamicRange() {
        var after = new ModelMeasurement(
                46_104,
                38_200,
                Map.of("top1", 0.9122, "top5", 0.9911, "agreement", 0.9944),
                Optional.of(new Quantiles(671.9, 702.5, 655.0, 400)),
                OptionalLong.of(3_510_272),
                23_756,
                0.0021,
                Map.of("float32", 11_800L, "int8", 20_800L, "int32", 1_600L));
        var slower = Finding.warning(
                "slower-than-original",
                "",
                "The median latency is 1.31 times the original's; leave DEPTHWISE_CONV_2D in float32 to make it fast again.");
        return new Variant(
                "dynamic-range for cpu:desktop",
                target(),
                List.of(step(
                        "dynamic-range",
                        Map.of("all_weights", "false", "min_elements", "1024", "operators", ""),
                        false)),
                model("dynamic"),
                evaluation(after, 32.1, 0.0312, List.of(slower), hybridOperators()),
                List.of(new Attachment("dynamic-range-tensors.json", "application/json", Path.of("pom.xml"))),
                List.of(Finding.note(
                        "kept-float",
                        "functional_5/depthwise_1/depthwise",
                        "Its weights stay in float32, for the kernel for hybrid DEPTHWISE_CONV_2D is slow.")));
    }

    static Variant variant(String name, long bytes, double top1, double latency) {
        var after = measurement(
                bytes,
                Map.of("top1", top1, "agreement", 0.99),
                Optional.of(new Quantiles(latency, latency * 1.1, latency * 0.95, 200)),
                Map.of("int8", bytes / 2, "float32", bytes / 8));
        return new Variant(
                name,
                target(),
                List.of(step("dynamic-range", Map.of("all_weights", "true"), false)),
                model(name),
                evaluation(after, 31.8, 0.04, List.of(), hybridOperators()),
                List.of(),
                List.of());
    }

    static ModelMeasurement measurement(
            long bytes, Map<String, Double> metrics, Optional<Quantiles> latency, Map<String, Long> types) {
        return new ModelMeasurement(
                bytes, bytes * 9 / 10, metrics, latency, OptionalLong.empty(), 23_756, 0.001, types);
    }

    static ModelFile model(String name) {
        return new ModelFile(Path.of(name.replaceAll("[^a-z]", "_") + ".tflite"), Digest.of(name));
    }

    private static Evaluation evaluation(
            ModelMeasurement after, double sqnr, double error, List<Finding> findings, List<OperatorCount> operators) {
        return new Evaluation(
                ORIGINAL,
                after,
                "classification",
                List.of(new MetricDescriptor(
                        "top1", Set.of("classification"), true, true, true, false, "", "Share of right answers.")),
                900,
                OptionalDouble.of(sqnr),
                OptionalDouble.of(error),
                2,
                "Intel(R) Xeon(R) Processor @ 2.60GHz, 2 of 2 threads",
                Optional.of(new EngineIdentity("litert", "2.21.0", "x86_64+avx2+fma")),
                operators,
                List.of(),
                findings);
    }

    private static List<OperatorCount> cpuOperators(String types) {
        return List.of(
                new OperatorCount("CONV_2D", types, "xnnpack", 5, ""),
                new OperatorCount("DEPTHWISE_CONV_2D", types, "xnnpack", 4, ""),
                new OperatorCount("AVERAGE_POOL_2D", "float32", "xnnpack", 1, ""),
                new OperatorCount("RESHAPE", "float32", "xnnpack", 1, ""),
                new OperatorCount("FULLY_CONNECTED", types, "xnnpack", 1, ""),
                new OperatorCount("SOFTMAX", "float32", "xnnpack", 1, ""));
    }

    private static List<OperatorCount> hybridOperators() {
        return List.of(
                new OperatorCount("CONV_2D", "float32 x int8", "xnnpack", 5, ""),
                new OperatorCount(
                        "DEPTHWISE_CONV_2D",
                        "float32 x int8",
                        "builtin",
                        4,
                        "XNNPACK has no kernel for float32 data with int8 weights here."),
                new OperatorCount("AVERAGE_POOL_2D", "float32", "xnnpack", 1, ""),
                new OperatorCount("RESHAPE", "float32", "xnnpack", 1, ""),
                new OperatorCount("FULLY_CONNECTED", "float32 x int8", "xnnpack", 1, ""),
                new OperatorCount(
                        "FlexErf", "float32", "", 1, "No kernel of that name is built into the interpreter."));
    }

    static StepOutcome step(String technique, Map<String, String> parameters, boolean remembered) {
        return new StepOutcome(
                technique,
                "1.0.0",
                Digest.of(technique),
                parameters,
                Digest.of("original"),
                Digest.of(technique + "!"),
                0.0312,
                remembered,
                Map.of("weights_bytes_before", 95_024.0, "weights_bytes_after", 34_200.0));
    }

    static TargetProfile target() {
        return new TargetProfile("cpu", "desktop", Map.of());
    }
}
