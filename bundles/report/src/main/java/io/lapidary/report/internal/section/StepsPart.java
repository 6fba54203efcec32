package io.lapidary.report.internal.section;

import java.util.List;
import java.util.Map;

import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Node;
import io.lapidary.report.internal.html.Table;

/** What was done, step by step. */
final class StepsPart {
    private StepsPart() {}

    static Element render(List<StepOutcome> steps) {
        if (steps.isEmpty()) {
            return Parts.panel("Steps", Parts.note("No technique was applied: the model was only packaged."));
        }
        var table = new Table()
                .column("Step")
                .column("Parameters")
                .numbers("Work")
                .column("Input")
                .column("Output")
                .column("Measures");
        int number = 1;
        for (StepOutcome step : steps) {
            table.row(
                    Element.of("span")
                            .text(number++ + ". " + step.technique() + " ")
                            .add(Element.of("span", "muted").text(step.version())),
                    pairs(step.parameters()),
                    seconds(step),
                    Parts.digest(step.input()),
                    Parts.digest(step.output()),
                    measures(step.measures()));
        }
        return Parts.panel("Steps", table.render());
    }

    private static Node seconds(StepOutcome step) {
        var cell = Element.of("span").text(Amounts.seconds(step.seconds()));
        return step.remembered()
                ? cell.add(Element.of("span", "pill even")
                        .with("title", "Taken from the store; the time is what it took when it was made.")
                        .text("remembered"))
                : cell;
    }

    private static Node pairs(Map<String, String> values) {
        if (values.isEmpty()) {
            return Element.of("span", "muted").text("none");
        }
        var list = Element.of("ul", "pairs");
        values.forEach((name, value) ->
                list.add(Element.of("li").add(Parts.code(name + "=" + (value.isEmpty() ? "\"\"" : value)))));
        return list;
    }

    private static Node measures(Map<String, Double> measures) {
        var list = Element.of("ul", "pairs");
        measures.forEach((name, value) -> list.add(Element.of("li").text(name + ": " + number(value))));
        return measures.isEmpty() ? Element.of("span", "muted").text("none") : list;
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Amounts.count((long) value) : Amounts.three(value);
    }
}
