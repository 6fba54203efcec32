package io.lapidary.shell.demo;

import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.LatencyInfo;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.shell.result.Measured;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.TextTable;

/** The demonstration's table: what was measured, and below it the change against the original. Fits 80 columns. */
final class DemoTable {
    private static final String AGREEMENT = "agreement";

    private final TextTable table =
            new TextTable("technique", ">bytes", ">zipped", ">accuracy", ">agreement", ">latency");

    TextTable text() {
        return table;
    }

    void add(String technique, EvaluationInfo evaluation) {
        MeasurementInfo before = evaluation.getOriginal();
        MeasurementInfo after = evaluation.getResult();
        if (table.isEmpty()) {
            row("original", before, metric(evaluation, before), "");
        }
        Double agreement = after.getMetrics().get(AGREEMENT);
        row(technique, after, metric(evaluation, after), agreement == null ? "-" : Amounts.percent(agreement));
        Double was = metric(evaluation, before);
        Double is = metric(evaluation, after);
        LatencyInfo old = before.getLatency();
        LatencyInfo now = after.getLatency();
        table.row(
                "",
                Amounts.change(before.getBytes(), after.getBytes()),
                Amounts.change(before.getZippedBytes(), after.getZippedBytes()),
                was == null || is == null ? "" : Amounts.points(was, is),
                "",
                old == null || now == null
                        ? ""
                        : Measured.latency(EvaluationMapper.latency(old), EvaluationMapper.latency(now)));
    }

    private void row(String name, MeasurementInfo measured, Double metric, String agreement) {
        LatencyInfo latency = measured.getLatency();
        table.row(
                name,
                Amounts.count(measured.getBytes()),
                Amounts.count(measured.getZippedBytes()),
                metric == null ? "-" : Amounts.percent(metric),
                agreement,
                latency == null ? "-" : Amounts.micros(latency.getP50()));
    }

    private static Double metric(EvaluationInfo evaluation, MeasurementInfo measured) {
        String id = evaluation.getPrimaryMetric();
        return id == null ? null : measured.getMetrics().get(id);
    }
}
