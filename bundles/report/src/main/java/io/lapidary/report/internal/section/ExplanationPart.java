package io.lapidary.report.internal.section;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.model.TensorNames;
import io.lapidary.report.internal.chart.RangeStrip;
import io.lapidary.report.internal.chart.StackedBar;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;

/** What quantization did, operator by operator: what helps, a chart of the worst, a table. */
final class ExplanationPart {
    private static final int MOST_DRAWN = 12;
    private static final int BAR = 9;
    /** The whole width, in decibels; what is better needs no looking at. */
    private static final double FULL_DECIBELS = 60;

    private static final double MOST_OUTSIDE = 0.01;

    private ExplanationPart() {}

    static Element render(Explanation explanation) {
        var panel = Parts.panel("What quantization did, operator by operator", introduction(explanation));
        explanation.advice().forEach(advice -> panel.add(advice(advice)));
        panel.add(legend(explanation.operators()), chart(explanation.operators()));
        panel.add(Element.of("details")
                .add(
                        Element.of("summary")
                                .text("All numbers of "
                                        + count(explanation.operators().size())),
                        ExplanationTable.render(explanation.operators())));
        if (explanation.operatorCount() > explanation.operators().size()) {
            panel.add(Parts.note(
                    "Of " + count(explanation.operatorCount()) + " these are the worst; an attachment has them all."));
        }
        explanation.leftOut().forEach(sentence -> panel.add(Parts.note(sentence)));
        return panel;
    }

    private static String count(int operators) {
        return Amounts.count(operators) + (operators == 1 ? " operator" : " operators");
    }

    private static Element introduction(Explanation explanation) {
        String tried = explanation.trials() == 0
                ? ""
                : explanation.advice().isEmpty()
                        ? " " + Amounts.count(explanation.trials())
                                + (explanation.trials() == 1
                                        ? " change was tried and does not help."
                                        : " changes were tried, and none helps.")
                        : " What helps was tried:";
        return Element.of("p", "explained")
                .text("The worst first, over " + Amounts.count(explanation.samples()) + " " + explanation.source()
                        + " samples, in " + Amounts.seconds(explanation.seconds()) + "." + tried);
    }

    private static Element advice(Advice advice) {
        var line = Element.of("p", "advice");
        if (!advice.kind().isEmpty()) {
            line.add(Element.of("span", "pill even").text(advice.kind()), Parts.text(" "));
        }
        return line.add(Parts.text(advice.text()));
    }

    private static Element legend(List<OperatorExplanation> operators) {
        boolean ranges =
                operators.stream().anyMatch(operator -> operator.chosen().isPresent());
        var legend = Element.of("ul", "legend")
                .add(
                        key("c-result", "SQNR with this operator alone quantized" + (ranges ? "; chosen range" : "")),
                        key("c-original", "SQNR in the whole model"));
        return ranges ? legend.add(key("c-seen", "range seen")) : legend;
    }

    private static Element key(String classes, String text) {
        return Element.of("li").add(Parts.swatch(classes), Element.of("span").text(text));
    }

    private static Element chart(List<OperatorExplanation> operators) {
        var chart = Element.of("div", "explanation");
        operators.stream().limit(MOST_DRAWN).map(ExplanationPart::row).forEach(chart::add);
        return chart;
    }

    private static Element row(OperatorExplanation operator) {
        return Element.of("div", "explained-row").add(name(operator), decibels(operator), range(operator));
    }

    private static Element name(OperatorExplanation operator) {
        return Element.of("div", "explained-name")
                .with("title", operator.name())
                .add(
                        Element.of("strong").text(operator.operator()),
                        Element.of("span", "muted").text(TensorNames.brief(operator.name())),
                        Element.of("span", "muted").text(place(operator)));
    }

    private static String place(OperatorExplanation operator) {
        String types = operator.types().replace(" x ", " × ");
        return operator.unit().isEmpty() ? types : types + " on " + operator.unit();
    }

    private static Element decibels(OperatorExplanation operator) {
        return Element.of("div", "explained-bars")
                .add(
                        bar(operator.aloneSqnrDb(), "c-result"),
                        value(operator.aloneSqnrDb()),
                        bar(operator.sqnrDb(), "c-original"),
                        value(operator.sqnrDb()));
    }

    private static Element bar(OptionalDouble decibels, String classes) {
        double size = Math.max(0, Math.min(FULL_DECIBELS, decibels.orElse(0)));
        return StackedBar.draw(
                List.of(new StackedBar.Part(ExplanationTable.decibels(decibels), size, classes)), FULL_DECIBELS, BAR);
    }

    private static Element value(OptionalDouble decibels) {
        return Element.of("span", "bar-value").text(decibels.isEmpty() ? "–" : ExplanationTable.decibels(decibels));
    }

    private static Element range(OperatorExplanation operator) {
        var part = Element.of("div", "explained-range");
        Optional<ValueInterval> chosen = operator.chosen();
        Optional<ValueInterval> seen = operator.seen();
        if (chosen.isPresent() && seen.isPresent()) {
            part.add(RangeStrip.draw(interval(chosen.get()), interval(seen.get()), BAR));
            double outside = operator.outsideShare().orElse(0);
            part.add(Element.of("span", outside > MOST_OUTSIDE ? "outside bad" : "outside")
                    .text(Amounts.percent(outside) + " outside " + ExplanationTable.words(chosen.get())));
        }
        return part;
    }

    private static RangeStrip.Interval interval(ValueInterval interval) {
        return new RangeStrip.Interval(interval.min(), interval.max());
    }
}
