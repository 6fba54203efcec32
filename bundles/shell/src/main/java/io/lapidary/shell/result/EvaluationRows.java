package io.lapidary.shell.result;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.TextTable;

/** What was measured, a row each: of the original, of the result, and the change. */
public final class EvaluationRows {
    private EvaluationRows() {}

    static TextTable table(EvaluationInfo evaluation) {
        return table(evaluation, "original", "result");
    }

    /** @param first what to call the model that the evaluation compares with, {@code second} the one that it is of */
    public static TextTable table(EvaluationInfo evaluation, String first, String second) {
        MeasurementInfo before = evaluation.getOriginal();
        MeasurementInfo after = evaluation.getResult();
        var table = new TextTable("", ">" + first, ">" + second, ">change");
        amount(table, "bytes", before.getBytes(), after.getBytes());
        amount(table, "zipped bytes", before.getZippedBytes(), after.getZippedBytes());
        new MetricRows(evaluation).compare(table);
        Double agreement = after.getMetrics().get(MetricRows.AGREEMENT);
        if (agreement != null) {
            table.row("agreement", "", Amounts.percent(agreement), "");
        }
        if (evaluation.getSqnrDb() != null) {
            table.row("SQNR", "", Amounts.decibels(evaluation.getSqnrDb()), "");
        }
        if (evaluation.getLargestError() != null) {
            table.row("largest error", "", small(evaluation.getLargestError()), "");
        }
        if (before.getLatency() != null && after.getLatency() != null) {
            Quantiles old = EvaluationMapper.latency(before.getLatency());
            Quantiles now = EvaluationMapper.latency(after.getLatency());
            table.row("latency p50", Amounts.micros(old.p50()), Amounts.micros(now.p50()), Measured.latency(old, now));
            // How sure a difference of these is was not measured, so none is told.
            table.row("latency p90", Amounts.micros(old.p90()), Amounts.micros(now.p90()), "");
        }
        if (before.getPeakMemoryBytes() != null && after.getPeakMemoryBytes() != null) {
            long old = before.getPeakMemoryBytes();
            long now = after.getPeakMemoryBytes();
            table.row("peak memory", Measured.memory(old), Measured.memory(now), Measured.memory(old, now));
        }
        amount(table, "parameters", before.getParameters(), after.getParameters());
        table.row("zeros", Amounts.percent(before.getSparsity()), Amounts.percent(after.getSparsity()), "");
        table.row("weights", types(before.getWeightTypes()), types(after.getWeightTypes()), "");
        return table;
    }

    /** Of one model that is compared with none. */
    static TextTable alone(EvaluationInfo evaluation) {
        MeasurementInfo measured = evaluation.getResult();
        var table = new TextTable("", ">");
        table.row("bytes", Amounts.count(measured.getBytes()));
        table.row("zipped bytes", Amounts.count(measured.getZippedBytes()));
        new MetricRows(evaluation).list(table);
        if (measured.getLatency() != null) {
            table.row("latency p50", Amounts.micros(measured.getLatency().getP50()));
            table.row("latency p90", Amounts.micros(measured.getLatency().getP90()));
        }
        if (measured.getPeakMemoryBytes() != null) {
            table.row("peak memory", Measured.memory(measured.getPeakMemoryBytes()));
        }
        table.row("parameters", Amounts.count(measured.getParameters()));
        table.row("zeros", Amounts.percent(measured.getSparsity()));
        table.row("weights", types(measured.getWeightTypes()));
        return table;
    }

    private static void amount(TextTable table, String name, long before, long after) {
        table.row(name, Amounts.count(before), Amounts.count(after), Amounts.change(before, after));
    }

    private static String small(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }

    /** The types by how much of the weights they hold: {@code float32}, or {@code int8 97 %, float32}. */
    private static String types(Map<String, Long> bytes) {
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "none";
        }
        return new TreeMap<>(bytes)
                .entrySet().stream()
                        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                        .limit(2)
                        .map(t -> t.getKey() + " " + share(100.0 * t.getValue() / all))
                        .collect(Collectors.joining(", "));
    }

    private static String share(double percent) {
        return percent < 1 ? "<1 %" : Math.round(percent) + " %";
    }
}
