package io.lapidary.shell.compare;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.evaluation.comparison.OperatorCount;
import io.lapidary.evaluation.comparison.OperatorDifference;
import io.lapidary.evaluation.comparison.TensorDifference;
import io.lapidary.evaluation.comparison.TensorDifference.Form;
import io.lapidary.shell.result.EvaluationRows;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Screen;
import io.lapidary.shell.view.Style;
import io.lapidary.shell.view.TextTable;

/** A comparison as a page for a person. */
public final class ComparisonView {
    private static final String INDENT = "  ";
    private static final String FIRST = "A";
    private static final String SECOND = "B";
    private static final String NONE = "-";

    private final PrintStream out;
    private final Screen screen;
    private final int most;

    /** @param most how many operators and tensors to list */
    public ComparisonView(Console console, int most) {
        out = console.out();
        screen = console.outScreen();
        this.most = most;
    }

    public void print(Comparison comparison) {
        model(FIRST, comparison.first());
        model(SECOND, comparison.second());
        if (comparison.isEqual()) {
            out.println("Their bytes are equal.");
        }
        sizes(comparison);
        counts(comparison.models().operators());
        changes(comparison.models().changes());
        tensors(comparison.models().tensors(), comparison.models().compared());
        provenance(comparison);
        comparison.evaluation().ifPresent(evaluation -> {
            head("Measured over " + Amounts.count(evaluation.getSamples()) + " samples");
            EvaluationRows.table(evaluation, FIRST, SECOND).print(out, screen, INDENT);
            evaluation.getUnmeasured().forEach(text -> out.println(INDENT + text));
        });
    }

    private void model(String letter, ComparedModel model) {
        out.println(Style.BOLD.on(screen, letter) + "  " + model.name() + "  ("
                + model.digest().brief() + ")");
    }

    private void head(String text) {
        out.println();
        out.println(Style.BOLD.on(screen, text));
    }

    private void sizes(Comparison comparison) {
        var first = comparison.first().size();
        var second = comparison.second().size();
        var table = new TextTable("", ">" + FIRST, ">" + SECOND, ">change");
        size(table, "bytes", first.bytes(), second.bytes());
        size(table, "zipped bytes", first.zippedBytes(), second.zippedBytes());
        table.print(out, screen, INDENT);
    }

    private static void size(TextTable table, String name, long first, long second) {
        table.row(name, Amounts.count(first), Amounts.count(second), Amounts.change(first, second));
    }

    private void counts(List<OperatorCount> counts) {
        if (counts.stream().allMatch(c -> c.first() == c.second())) {
            return;
        }
        head("Operators");
        var table = new TextTable("", "types", ">" + FIRST, ">" + SECOND);
        counts.forEach(c -> table.row(c.name(), c.types(), Amounts.count(c.first()), Amounts.count(c.second())));
        table.print(out, screen, INDENT);
    }

    private void changes(List<OperatorDifference> changes) {
        if (changes.isEmpty()) {
            return;
        }
        head("Operators that differ: " + changes.size());
        var table = new TextTable("", FIRST, SECOND, "makes");
        changes.stream()
                .limit(most)
                .forEach(c -> table.row(
                        c.operator(), c.first().orElse(NONE), c.second().orElse(NONE), c.name()));
        table.print(out, screen, INDENT);
        more(changes.size());
    }

    private void tensors(List<TensorDifference> tensors, int compared) {
        head(
                tensors.isEmpty()
                        ? "No tensor of " + compared + " in both differs"
                        : "Tensors that differ: " + tensors.size() + " of " + compared + " in both");
        if (tensors.isEmpty()) {
            return;
        }
        var table = new TextTable(FIRST, SECOND, ">scales", ">values differ", ">largest", ">SQNR", "name");
        tensors.stream().limit(most).forEach(t -> row(table, t));
        table.print(out, screen, INDENT);
        more(tensors.size());
    }

    private static void row(TextTable table, TensorDifference tensor) {
        boolean reshaped = !tensor.first().shape().equals(tensor.second().shape());
        table.row(
                form(tensor.first(), reshaped),
                form(tensor.second(), reshaped),
                tensor.scales()
                        .map(s -> s.largest() > 0
                                ? number(s.largest() * 100) + " %"
                                : s.zeroPoints() ? "zero points" : "same")
                        .orElse(""),
                tensor.values()
                        .map(v -> Amounts.count(v.differing()) + " of " + Amounts.count(v.elements()))
                        .orElse(""),
                tensor.values().map(v -> number(v.largest())).orElse(""),
                tensor.values()
                        .filter(v -> v.sqnrDb().isPresent())
                        .map(v -> Amounts.decibels(v.sqnrDb().getAsDouble()))
                        .orElse(""),
                tensor.name());
    }

    private static String form(Form form, boolean shape) {
        return form.type() + (form.scales() > 1 ? "/" + form.scales() : "") + (shape ? " " + form.shape() : "");
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }

    private void more(int count) {
        if (count > most) {
            out.println(INDENT + "and " + (count - most) + " more: --all lists them.");
        }
    }

    private void provenance(Comparison comparison) {
        Optional<List<ProvenanceRows.Row>> rows = ProvenanceRows.of(
                comparison.first().record(), comparison.second().record());
        if (rows.isEmpty()) {
            return;
        }
        head("How they came about");
        var table = new TextTable("", FIRST, SECOND);
        rows.get().forEach(row -> table.row(row.what(), row.first(), row.second()));
        table.print(out, screen, INDENT);
    }
}
