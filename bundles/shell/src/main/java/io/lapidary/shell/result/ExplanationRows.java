package io.lapidary.shell.result;

import io.lapidary.api.model.TensorNames;
import io.lapidary.events.ExplanationInfo;
import io.lapidary.events.OperatorExplanationInfo;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.TextTable;

/** The worst operators of a quantized model, a row each. */
final class ExplanationRows {
    private static final int MOST = 5;
    private static final String NONE = "-";

    private ExplanationRows() {}

    static TextTable table(ExplanationInfo explanation) {
        var table = new TextTable(">alone", ">in all", ">outside", ">zero", ">size", ">time", "types", "operator");
        explanation.getOperators().stream().limit(MOST).forEach(row -> row(table, row));
        return table;
    }

    private static void row(TextTable table, OperatorExplanationInfo row) {
        table.row(
                decibels(row.getAloneSqnrDb()),
                decibels(row.getSqnrDb()),
                row.getOutsideShare() == null ? NONE : Amounts.percent(row.getOutsideShare()),
                row.getWeightChannels() == 0 ? NONE : row.getZeroChannels() + "/" + row.getWeightChannels(),
                Amounts.percent(row.getSizeShare()),
                row.getLatencyShare() == null ? NONE : Amounts.percent(row.getLatencyShare()),
                row.getTypes(),
                row.getOperator() + " " + TensorNames.brief(row.getName()));
    }

    private static String decibels(Double value) {
        return value == null ? NONE : Amounts.decibels(value);
    }
}
