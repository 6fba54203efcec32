package io.lapidary.report.internal.section;

import java.util.List;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.model.TensorNames;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Table;

/** Every number of an explanation. */
final class ExplanationTable {
    private static final int MOST_ROWS = 200;
    /** Converters join the names of what they fused by this. */
    private ExplanationTable() {}

    static Element render(List<OperatorExplanation> operators) {
        var table = new Table()
                .column("Operator")
                .column("Runs as")
                .numbers("Alone")
                .numbers("In all")
                .column("Seen")
                .column("Chosen")
                .numbers("Outside")
                .numbers("Weights")
                .numbers("Zero channels")
                .numbers("Size")
                .numbers("Time");
        operators.stream()
                .limit(MOST_ROWS)
                .forEach(o -> table.row(
                        Element.of("span")
                                .with("title", o.name())
                                .add(
                                        Parts.code(o.operator()),
                                        Element.of("br"),
                                        Element.of("span", "muted").text(TensorNames.brief(o.name()))),
                        Parts.text(o.types().replace(" x ", " × ")
                                + (o.unit().isEmpty() ? "" : ", " + o.unit())
                                + (o.rescaled() ? ", channels rescaled" : "")),
                        Parts.text(decibels(o.aloneSqnrDb())),
                        Parts.text(decibels(o.sqnrDb())),
                        Parts.text(o.seen().map(ExplanationTable::words).orElse("")),
                        Parts.text(o.chosen().map(ExplanationTable::words).orElse("")),
                        Parts.text(percent(o.outsideShare())),
                        Parts.text(decibels(o.weightSqnrDb())),
                        Parts.text(o.weightChannels() == 0 ? "" : o.zeroChannels() + " of " + o.weightChannels()),
                        Parts.text(o.bytes() == 0 ? "" : Amounts.percent(o.sizeShare())),
                        Parts.text(percent(o.latencyShare()))));
        return Element.of("div", "dense").add(table.render());
    }

    static String decibels(OptionalDouble value) {
        return value.isEmpty() ? "" : Amounts.decibels(value.getAsDouble());
    }

    static String words(ValueInterval interval) {
        return Amounts.three(interval.min()) + " to " + Amounts.three(interval.max());
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "" : Amounts.percent(share.getAsDouble());
    }
}
