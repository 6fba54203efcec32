package io.lapidary.shell.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.model.Model;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Signature;
import io.lapidary.model.Tensor;
import io.lapidary.model.check.Finding;
import io.lapidary.model.summary.ModelSummary;
import io.lapidary.model.summary.PortSummary;
import io.lapidary.model.summary.TensorSummary;

/** A model's summary as one JSON document. */
public final class ModelDocument {
    private static final int MOST_SCALES = 1;

    private ModelDocument() {}

    /** @param bytes of the file */
    public static Map<String, Object> of(
            String file, long bytes, String sha256, Model model, ModelSummary summary, List<Finding> findings) {
        var document = new LinkedHashMap<String, Object>();
        document.put("file", file);
        document.put("bytes", bytes);
        document.put("sha256", sha256);
        document.put("description", summary.description());
        document.put("subgraphs", summary.subgraphs());
        document.put("operators", operators(summary));
        document.put("graph", OperatorRows.document(model));
        document.put(
                "inputs", summary.inputs().stream().map(ModelDocument::port).toList());
        document.put(
                "outputs", summary.outputs().stream().map(ModelDocument::port).toList());
        document.put(
                "signatures",
                model.signatures().stream().map(ModelDocument::signature).toList());
        document.put("metadata", summary.metadata());
        document.put("tensors", summary.tensors());
        document.put("parameters", summary.parameters());
        document.put("weightBytes", summary.weightBytes());
        document.put("sparsity", summary.sparsity());
        var types = new TreeMap<String, Object>();
        summary.weightTypes().forEach((type, count) -> types.put(type.name().toLowerCase(Locale.ROOT), count));
        document.put("parametersByType", types);
        document.put(
                "weights", summary.weights().stream().map(ModelDocument::weight).toList());
        document.put("findings", findings.stream().map(ModelDocument::finding).toList());
        document.put(
                "unknownFields",
                summary.unknownFields().stream().map(Object::toString).toList());
        return document;
    }

    private static List<Map<String, Object>> operators(ModelSummary summary) {
        var operators = new ArrayList<Map<String, Object>>();
        summary.operators().forEach((code, count) -> {
            var fields = new LinkedHashMap<String, Object>();
            int space = code.lastIndexOf(" v");
            fields.put("name", code.substring(0, space));
            fields.put("version", Long.parseLong(code.substring(space + 2)));
            fields.put("count", count);
            operators.add(fields);
        });
        return operators;
    }

    private static Map<String, Object> port(PortSummary port) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", port.name());
        fields.put("type", port.type().name().toLowerCase(Locale.ROOT));
        fields.put("shape", dims(port.shape()));
        fields.put(
                "quantization",
                port.quantization().map(ModelDocument::quantization).orElse(null));
        return fields;
    }

    static List<Object> dims(Shape shape) {
        var dims = new ArrayList<Object>();
        for (int i = 0; i < shape.rank(); i++) {
            dims.add((long) shape.dim(i));
        }
        return dims;
    }

    private static Map<String, Object> quantization(Quantization quantization) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("scales", quantization.count());
        if (quantization.count() == MOST_SCALES) {
            fields.put("scale", (double) quantization.scale(0));
            fields.put("zeroPoint", quantization.zeroPoint(0));
        }
        return fields;
    }

    private static Map<String, Object> signature(Signature signature) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("key", signature.key());
        fields.put("inputs", names(signature.inputs()));
        fields.put("outputs", names(signature.outputs()));
        return fields;
    }

    private static Map<String, Object> names(Map<String, Tensor> tensors) {
        var names = new LinkedHashMap<String, Object>();
        tensors.forEach((name, tensor) -> names.put(name, tensor.name()));
        return names;
    }

    private static Map<String, Object> weight(TensorSummary weight) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("subgraph", weight.subgraph());
        fields.put("name", weight.name());
        fields.put("type", weight.type().name().toLowerCase(Locale.ROOT));
        fields.put("shape", dims(weight.shape()));
        fields.put("bytes", weight.bytes());
        fields.put("elements", weight.elements());
        fields.put("zeros", weight.zeros().orElse(null));
        fields.put("distinct", weight.distinct().isPresent() ? weight.distinct().getAsInt() : null);
        fields.put("scales", weight.scales());
        return fields;
    }

    private static Map<String, Object> finding(Finding finding) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("severity", finding.severity().name());
        fields.put("message", finding.message());
        return fields;
    }
}
