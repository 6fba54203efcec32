package io.lapidary.report.internal.section;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.report.internal.chart.StackedBar;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;

/** The bytes of weights by element type, before and after, on one scale. */
final class WeightsPart {
    private static final Set<String> KNOWN =
            Set.of("float32", "float16", "bfloat16", "int8", "uint8", "int4", "int2", "int16", "int32", "int64");

    private WeightsPart() {}

    static Element render(Evaluation evaluation) {
        long full = Math.max(1, Math.max(sum(evaluation.original()), sum(evaluation.result())));
        return Parts.panel(
                "Weights by type",
                row("Before", evaluation.original(), full),
                row("After", evaluation.result(), full),
                legend(evaluation));
    }

    private static Element row(String title, ModelMeasurement model, long full) {
        List<StackedBar.Part> parts = model.weightTypes().entrySet().stream()
                .map(e -> new StackedBar.Part(
                        e.getKey() + ": " + Amounts.bytes(e.getValue()), e.getValue(), style(e.getKey())))
                .toList();
        return Element.of("div", "bar-row")
                .add(
                        Element.of("span", "bar-name").text(title),
                        Element.of("span", "bar-value").text(Amounts.bytes(sum(model))),
                        StackedBar.draw(parts, full, 22));
    }

    private static Element legend(Evaluation evaluation) {
        Map<String, Long> before = evaluation.original().weightTypes();
        Map<String, Long> after = evaluation.result().weightTypes();
        var types = new TreeSet<>(before.keySet());
        types.addAll(after.keySet());
        var legend = Element.of("ul", "legend");
        for (String type : types) {
            String bytes =
                    Amounts.bytes(before.getOrDefault(type, 0L)) + " → " + Amounts.bytes(after.getOrDefault(type, 0L));
            legend.add(Element.of("li")
                    .add(
                            Parts.swatch(style(type)),
                            Element.of("span").text(type),
                            Element.of("span", "muted").text(bytes)));
        }
        return legend;
    }

    private static String style(String type) {
        return KNOWN.contains(type) ? "t-" + type : "t-other";
    }

    private static long sum(ModelMeasurement model) {
        return model.weightTypes().values().stream().mapToLong(Long::longValue).sum();
    }
}
