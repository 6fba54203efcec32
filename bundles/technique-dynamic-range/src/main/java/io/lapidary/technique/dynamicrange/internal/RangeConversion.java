package io.lapidary.technique.dynamicrange.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.work.Finding;
import io.lapidary.model.Buffer;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Encoding;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorEditor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightJobs;

/** Puts quantized weights into a model as planned. */
final class RangeConversion {
    private final ModelEditor editor;
    private final List<Finding> findings = new ArrayList<>();
    /** Tensors that share a buffer go on sharing one. */
    private final Map<WeightQuantizer.Source, Buffer> converted = new HashMap<>();

    private final Map<Operator, WeightFormat> hybrid = new LinkedHashMap<>();
    /** Weights that stay int8 though int4 was asked for, by what reads them. */
    private final Map<BuiltinOperator, Integer> wider = new TreeMap<>();

    private final WeightFormat wanted;
    private long elements;
    private int tensors;

    /** @param wanted by the request */
    RangeConversion(ModelEditor editor, WeightFormat wanted) {
        this.editor = editor;
        this.wanted = wanted;
    }

    void convert(WeightPlan plan, WeightJobs jobs) throws InterruptedException {
        new WeightQuantizer(jobs).run(plan).forEach(this::convert);
        hybrid.forEach(this::prepare);
        findings.addAll(plan.findings());
        findings.addAll(FourBits.findings(wider, hybrid));
        Optional<String> small = plan.adviceOnSmall();
        if (tensors == 0) {
            findings.add(Finding.warning(
                    "nothing-converted",
                    "",
                    "No weight was quantized: "
                            + small.orElse("none is float32, selected, large enough, and read by an operator that takes"
                                    + " int8 weights.")));
        } else {
            small.ifPresent(advice -> findings.add(Finding.note("small-weights", "", "Of the weights, " + advice)));
        }
        editor.compact();
    }

    private void convert(WeightQuantizer.Result result) {
        WeightPlan.Choice choice = result.choice();
        float[] scales = result.quantized().scales();
        TensorType type = choice.format().type();
        Encoding encoding = choice.axis().isPresent()
                ? Encoding.perChannel(type, scales, choice.axis().getAsInt())
                : Encoding.perTensor(type, scales[0], 0);
        Buffer buffer = converted.computeIfAbsent(
                result.source(), s -> editor.addBuffer(result.quantized().content()));
        Tensor weight = choice.weight().tensor();
        TensorEditor stored = choice.hybrid()
                ? editor.tensor(weight).encoding(encoding)
                : editor.graph(weight.subgraph()).conversions().store(weight, encoding);
        stored.data(buffer);
        if (choice.hybrid()) {
            choice.weight().uses().forEach(use -> hybrid.put(use.operator(), choice.format()));
        }
        if (choice.format() != wanted) {
            wider.merge(choice.weight().uses().get(0).operator().type(), 1, Integer::sum);
        }
        elements += choice.weight().elements();
        tensors++;
    }

    private void prepare(Operator operator, WeightFormat format) {
        HybridRule rule = HybridRule.of(operator).orElseThrow();
        int version = switch (format) {
            case INT8 -> rule.version();
            case INT4, INT4_FULL -> rule.int4Version().orElseThrow();
        };
        var edit = editor.operator(operator).requireVersion(version);
        if (rule.asymmetric()) {
            edit.option("asymmetric_quantize_inputs", true);
        }
    }

    Map<String, Double> measures() {
        return Map.of("quantized_elements", (double) elements, "quantized_tensors", (double) tensors);
    }

    List<Finding> findings() {
        return findings;
    }
}
