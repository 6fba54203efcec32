package io.lapidary.shell.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.events.AdviceInfo;
import io.lapidary.events.ExplanationInfo;
import io.lapidary.events.OperatorExplanationInfo;

/** An explanation as JSON: the same as in its attachment, with the worst operators alone. */
final class ExplanationDocument {
    private ExplanationDocument() {}

    static Map<String, Object> of(ExplanationInfo explanation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("samples", explanation.getSamples());
        fields.put("source", explanation.getSource());
        fields.put("seconds", explanation.getSeconds());
        fields.put("trials", explanation.getTrials());
        fields.put("operatorCount", explanation.getOperatorCount());
        fields.put(
                "advice",
                explanation.getAdvice().stream()
                        .map(ExplanationDocument::advice)
                        .toList());
        fields.put(
                "operators",
                explanation.getOperators().stream()
                        .map(ExplanationDocument::operator)
                        .toList());
        fields.put("leftOut", explanation.getLeftOut());
        return fields;
    }

    private static Map<String, Object> advice(AdviceInfo advice) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", advice.getKind());
        fields.put("operators", advice.getOperators());
        fields.put("measure", advice.getMeasure());
        fields.put("before", advice.getBefore());
        fields.put("after", advice.getAfter());
        fields.put("addedBytes", advice.getAddedBytes());
        fields.put("latencyRatio", advice.getLatencyRatio());
        fields.put("samples", advice.getSamples());
        fields.put("parameter", advice.getParameter());
        fields.put("step", advice.getStep());
        fields.put("text", advice.getText());
        return fields;
    }

    private static Map<String, Object> operator(OperatorExplanationInfo row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", row.getName());
        fields.put("operator", row.getOperator());
        fields.put("types", row.getTypes());
        fields.put("unit", row.getUnit());
        fields.put("sqnrDb", row.getSqnrDb());
        fields.put("aloneSqnrDb", row.getAloneSqnrDb());
        fields.put("seen", interval(row.getSeenMin(), row.getSeenMax()));
        fields.put("chosen", interval(row.getChosenMin(), row.getChosenMax()));
        fields.put("outsideShare", row.getOutsideShare());
        fields.put("weightChannels", row.getWeightChannels());
        fields.put("zeroChannels", row.getZeroChannels());
        fields.put("weightSqnrDb", row.getWeightSqnrDb());
        fields.put("bytes", row.getBytes());
        fields.put("sizeShare", row.getSizeShare());
        fields.put("latencyShare", row.getLatencyShare());
        fields.put("rescaled", row.getRescaled());
        return fields;
    }

    private static List<Double> interval(Float min, Float max) {
        return min == null || max == null ? null : List.of(decimal(min), decimal(max));
    }

    /** The double that is written with the float's own digits. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }
}
