package io.lapidary.report.internal.section;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.report.internal.chart.StackedBar;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Table;

/** Which operators there are, in which types, where they run, and why some do not run on the fast unit. */
final class OperatorsPart {
    private static final String NOWHERE = "nothing";
    private static final int COLOURS = 5;

    private OperatorsPart() {}

    static Element render(List<OperatorCount> operators) {
        if (operators.isEmpty()) {
            return Parts.panel("Operators", Parts.note("The backend does not tell where operators run."));
        }
        Map<String, Integer> units = new TreeMap<>();
        operators.forEach(o -> units.merge(unit(o), o.count(), Integer::sum));
        return Parts.panel("Operators and where they run", bar(units), legend(units), table(operators, units));
    }

    private static Element bar(Map<String, Integer> units) {
        int full = units.values().stream().mapToInt(Integer::intValue).sum();
        return StackedBar.draw(
                units.entrySet().stream()
                        .map(e -> new StackedBar.Part(
                                e.getKey() + ": " + e.getValue(), e.getValue(), style(e.getKey(), units)))
                        .toList(),
                full,
                22);
    }

    private static Element legend(Map<String, Integer> units) {
        var legend = Element.of("ul", "legend");
        units.forEach((unit, count) -> legend.add(Element.of("li")
                .add(
                        Parts.swatch(style(unit, units)),
                        Element.of("span").text(unit),
                        Element.of("span", "muted")
                                .text(Amounts.count(count) + (count == 1 ? " operator" : " operators")))));
        return legend;
    }

    private static Element table(List<OperatorCount> operators, Map<String, Integer> units) {
        var table = new Table()
                .column("Operator")
                .column("Types")
                .column("Runs on")
                .numbers("Count")
                .column("Why not faster");
        operators.stream()
                .sorted(Comparator.comparing((OperatorCount o) -> o.reason().isEmpty())
                        .thenComparing(
                                Comparator.comparingInt(OperatorCount::count).reversed())
                        .thenComparing(OperatorCount::name)
                        .thenComparing(OperatorCount::types)
                        .thenComparing(OperatorCount::unit)
                        .thenComparing(OperatorCount::reason))
                .forEach(o -> table.row(
                        Parts.code(o.name()),
                        Element.of("span", "types").text(o.types().replace(" x ", " × ")),
                        Element.of("span", "unit").add(Parts.swatch(style(unit(o), units)), Parts.text(unit(o))),
                        Parts.text(Amounts.count(o.count())),
                        Parts.text(o.reason())));
        return table.render();
    }

    private static String unit(OperatorCount operator) {
        return operator.unit().isEmpty() ? NOWHERE : operator.unit();
    }

    /** A colour by name order among the page's units, so that it does not depend on counts; what runs nowhere is always marked alike. */
    private static String style(String unit, Map<String, Integer> units) {
        return switch (unit) {
            case NOWHERE -> "u-none";
            case "builtin" -> "u-builtin";
            case "xnnpack" -> "u-xnnpack";
            default -> "u-" + List.copyOf(units.keySet()).indexOf(unit) % COLOURS;
        };
    }
}
