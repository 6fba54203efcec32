package io.lapidary.report.internal.section;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.TreeSet;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.format.Change;
import io.lapidary.report.internal.format.MetricText;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Node;
import io.lapidary.report.internal.html.Table;

/** Everything that was measured, to the last digit that means something. */
final class MeasurementsPart {
    private MeasurementsPart() {}

    static Element render(Evaluation evaluation) {
        ModelMeasurement before = evaluation.original();
        ModelMeasurement after = evaluation.result();
        var table =
                new Table().column("Measure").numbers("Before").numbers("After").numbers("Change");
        cost(table, "Package, bytes", before.bytes(), after.bytes());
        cost(table, "Zipped, bytes", before.zippedBytes(), after.zippedBytes());
        cost(table, "Parameters", before.parameters(), after.parameters());
        row(
                table,
                "Sparsity (zeros among weights)",
                Amounts.percent(before.sparsity()),
                Amounts.percent(after.sparsity()),
                Parts.text(""));
        metrics(table, evaluation, before, after);
        fidelity(table, evaluation);
        before.latency()
                .ifPresent(b -> after.latency().ifPresent(a -> {
                    time(table, "Latency, median", b.p50(), a.p50(), Parts.pill(Change.ofLatency(b, a)));
                    // How sure a difference of these is was not measured, so none is told.
                    time(table, "Latency, 90 of 100 at most", b.p90(), a.p90(), Parts.text(""));
                    time(table, "Latency, fastest", b.min(), a.min(), Parts.text(""));
                }));
        if (before.peakMemoryBytes().isPresent() && after.peakMemoryBytes().isPresent()) {
            long b = before.peakMemoryBytes().getAsLong();
            long a = after.peakMemoryBytes().getAsLong();
            row(table, "Memory while running", memory(b), memory(a), Parts.pill(Change.ofMemory(b, a)));
        }
        return Parts.panel("Measured", table.render().with("class", "compact"), Parts.note(how(evaluation)));
    }

    private static void metrics(Table table, Evaluation evaluation, ModelMeasurement before, ModelMeasurement after) {
        // What the task goes by comes first.
        var ids = new LinkedHashSet<String>();
        evaluation.primaryMetric().ifPresent(primary -> ids.add(primary.id()));
        ids.addAll(new TreeSet<>(before.metrics().keySet()));
        ids.addAll(new TreeSet<>(after.metrics().keySet()));
        ids.removeIf(id -> !before.metrics().containsKey(id) && !after.metrics().containsKey(id));
        for (String id : ids) {
            Optional<Double> b = Optional.ofNullable(before.metrics().get(id));
            Optional<Double> a = Optional.ofNullable(after.metrics().get(id));
            row(
                    table,
                    MetricText.name(id),
                    b.map(v -> MetricText.value(id, v)).orElse(""),
                    a.map(v -> MetricText.value(id, v)).orElse(""),
                    b.isPresent() && a.isPresent()
                            ? Parts.pill(MetricText.change(id, b.get(), a.get()))
                            : Parts.text(""));
        }
    }

    private static void fidelity(Table table, Evaluation evaluation) {
        evaluation
                .sqnrDb()
                .ifPresent(db -> row(table, "Outputs, signal to noise", "", Amounts.decibels(db), Parts.text("")));
        evaluation
                .largestError()
                .ifPresent(error -> row(table, "Outputs, largest error", "", Amounts.three(error), Parts.text("")));
    }

    private static String how(Evaluation evaluation) {
        var words = new StringBuilder("The package was opened again and measured against the original");
        if (evaluation.samples() > 0) {
            words.append(" on ")
                    .append(Amounts.count(evaluation.samples()))
                    .append(evaluation.samples() == 1 ? " sample" : " samples");
        }
        if (!evaluation.task().isEmpty()) {
            words.append(", as ").append(evaluation.task());
        }
        words.append('.');
        evaluation
                .original()
                .latency()
                .ifPresent(l -> words.append(" Latency: ")
                        .append(l.runs())
                        .append(" runs in turn with the original, ")
                        .append(evaluation.latencyThreads())
                        .append(evaluation.latencyThreads() == 1 ? " thread, " : " threads, ")
                        .append(evaluation.latencyDevice())
                        .append('.'));
        evaluation
                .result()
                .latency()
                .flatMap(Quantiles::ratio)
                .ifPresent(ratio -> words.append(" The result takes ")
                        .append(Amounts.number(ratio.low(), 2))
                        .append(" to ")
                        .append(Amounts.number(ratio.high(), 2))
                        .append(" times as long as the original, with a probability of 95 %."));
        evaluation
                .engine()
                .ifPresent(engine -> words.append(" Engine: ")
                        .append(engine.id())
                        .append(' ')
                        .append(engine.version())
                        .append(" on ")
                        .append(engine.cpuClass())
                        .append('.'));
        return words.toString();
    }

    private static void cost(Table table, String name, long before, long after) {
        row(table, name, Amounts.count(before), Amounts.count(after), Parts.pill(Change.ofCost(before, after)));
    }

    private static void time(Table table, String name, double before, double after, Node change) {
        row(table, name, Amounts.micros(before), Amounts.micros(after), change);
    }

    /** Of little, no figure: most of that is the interpreter's own. */
    private static String memory(long bytes) {
        long least = ModelMeasurement.INTERPRETER_BYTES;
        return bytes < least ? "<" + Amounts.UNIT_SPACE + Amounts.bytes(least) : Amounts.bytes(bytes);
    }

    private static void row(Table table, String name, String before, String after, Node change) {
        table.row(Parts.text(name), Parts.text(before), Parts.text(after), change);
    }
}
