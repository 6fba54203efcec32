package io.lapidary.shell.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.LatencyInfo;
import io.lapidary.events.LatencyRatioInfo;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.OperatorInfo;

/** An evaluation as JSON. */
public final class EvaluationDocument {
    private static final String AGREEMENT = "agreement";

    private EvaluationDocument() {}

    public static Map<String, Object> of(EvaluationInfo evaluation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("target", ResultDocument.target(evaluation.getTarget()));
        fields.put("task", evaluation.getTask());
        fields.put("metric", evaluation.getPrimaryMetric());
        fields.put("higherIsBetter", evaluation.getHigherIsBetter());
        fields.put("samples", evaluation.getSamples());
        fields.put("original", measurement(evaluation, evaluation.getOriginal()));
        Map<String, Object> result = measurement(evaluation, evaluation.getResult());
        result.put("agreement", evaluation.getResult().getMetrics().get(AGREEMENT));
        result.put("sqnrDb", evaluation.getSqnrDb());
        result.put("largestError", evaluation.getLargestError());
        fields.put("result", result);
        fields.put("latencyThreads", evaluation.getLatencyThreads());
        fields.put("latencyDevice", evaluation.getLatencyDevice());
        fields.put("engine", evaluation.getEngine());
        fields.put(
                "operators",
                evaluation.getOperators().stream()
                        .map(EvaluationDocument::operator)
                        .toList());
        fields.put("unmeasured", evaluation.getUnmeasured());
        fields.put(
                "explanation",
                evaluation.getExplanation() == null ? null : ExplanationDocument.of(evaluation.getExplanation()));
        return fields;
    }

    private static Map<String, Object> measurement(EvaluationInfo evaluation, MeasurementInfo measured) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("bytes", measured.getBytes());
        fields.put("zippedBytes", measured.getZippedBytes());
        String metric = evaluation.getPrimaryMetric();
        fields.put("metric", metric == null ? null : measured.getMetrics().get(metric));
        fields.put("metrics", new TreeMap<>(measured.getMetrics()));
        fields.put("latencyMicros", latency(measured.getLatency()));
        fields.put("peakMemoryBytes", measured.getPeakMemoryBytes());
        fields.put("parameters", measured.getParameters());
        fields.put("sparsity", measured.getSparsity());
        fields.put("weightTypes", new TreeMap<>(measured.getWeightTypes()));
        return fields;
    }

    private static Map<String, Object> ratio(LatencyRatioInfo ratio) {
        if (ratio == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("low", ratio.getLow());
        fields.put("middle", ratio.getMiddle());
        fields.put("high", ratio.getHigh());
        return fields;
    }

    private static Map<String, Object> latency(LatencyInfo latency) {
        if (latency == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("p50", latency.getP50());
        fields.put("p90", latency.getP90());
        fields.put("min", latency.getMin());
        fields.put("runs", latency.getRuns());
        fields.put("ratio", ratio(latency.getRatio()));
        return fields;
    }

    private static Map<String, Object> operator(OperatorInfo operator) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", operator.getName());
        fields.put("types", operator.getTypes());
        fields.put("unit", operator.getUnit());
        fields.put("count", operator.getCount());
        fields.put("reason", operator.getReason());
        return fields;
    }
}
