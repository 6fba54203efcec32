package io.lapidary.shell.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.evaluation.comparison.OperatorCount;
import io.lapidary.evaluation.comparison.OperatorDifference;
import io.lapidary.evaluation.comparison.TensorDifference;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.shell.result.EvaluationDocument;

/** A comparison as the one JSON document that {@code --json} prints; docs/compare.schema.json describes it. */
public final class ComparisonDocument {
    private ComparisonDocument() {}

    public static Map<String, Object> of(Comparison comparison) {
        var document = new LinkedHashMap<String, Object>();
        document.put("equal", comparison.isEqual());
        document.put("first", model(comparison.first()));
        document.put("second", model(comparison.second()));
        document.put(
                "operators",
                comparison.models().operators().stream()
                        .map(ComparisonDocument::count)
                        .toList());
        document.put(
                "changedOperators",
                comparison.models().changes().stream()
                        .map(ComparisonDocument::change)
                        .toList());
        document.put("comparedTensors", comparison.models().compared());
        document.put(
                "tensors",
                comparison.models().tensors().stream()
                        .map(ComparisonDocument::tensor)
                        .toList());
        document.put(
                "provenance",
                ProvenanceRows.of(
                                comparison.first().record(), comparison.second().record())
                        .map(ComparisonDocument::rows)
                        .orElse(null));
        document.put(
                "evaluation",
                comparison.evaluation().map(EvaluationDocument::of).orElse(null));
        return document;
    }

    private static Map<String, Object> model(ComparedModel model) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", model.name());
        fields.put("sha256", model.digest().hex());
        fields.put("bytes", model.size().bytes());
        fields.put("zippedBytes", model.size().zippedBytes());
        fields.put("requestId", model.record().map(ArtifactRecord::getRequestId).orElse(null));
        return fields;
    }

    private static Map<String, Object> count(OperatorCount count) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("operator", count.name());
        fields.put("types", count.types());
        fields.put("first", count.first());
        fields.put("second", count.second());
        return fields;
    }

    private static Map<String, Object> change(OperatorDifference change) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", change.name());
        fields.put("operator", change.operator());
        fields.put("first", change.first().orElse(null));
        fields.put("second", change.second().orElse(null));
        return fields;
    }

    private static Map<String, Object> tensor(TensorDifference tensor) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", tensor.name());
        fields.put("constant", tensor.constant());
        fields.put("first", form(tensor.first()));
        fields.put("second", form(tensor.second()));
        fields.put("largestScaleChange", tensor.scales().map(s -> s.largest()).orElse(null));
        fields.put("zeroPointsDiffer", tensor.scales().map(s -> s.zeroPoints()).orElse(null));
        fields.put("elements", tensor.values().map(v -> v.elements()).orElse(null));
        fields.put("differing", tensor.values().map(v -> v.differing()).orElse(null));
        fields.put("largestError", tensor.values().map(v -> v.largest()).orElse(null));
        fields.put("sqnrDb", tensor.values().flatMap(v -> boxed(v.sqnrDb())).orElse(null));
        return fields;
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Map<String, Object> form(TensorDifference.Form form) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", form.type());
        fields.put("shape", form.shape());
        fields.put("bytes", form.bytes());
        fields.put("scales", form.scales());
        return fields;
    }

    private static List<Map<String, Object>> rows(List<ProvenanceRows.Row> rows) {
        return rows.stream()
                .map(row -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("what", row.what());
                    fields.put("first", row.first());
                    fields.put("second", row.second());
                    return (Map<String, Object>) fields;
                })
                .toList();
    }
}
