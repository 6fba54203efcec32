package io.lapidary.shell.inspect;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.lapidary.model.Model;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Signature;
import io.lapidary.model.TensorType;
import io.lapidary.model.check.Finding;
import io.lapidary.model.summary.ModelSummary;
import io.lapidary.model.summary.PortSummary;
import io.lapidary.model.summary.TensorSummary;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Plain;
import io.lapidary.shell.view.Screen;
import io.lapidary.shell.view.Style;
import io.lapidary.shell.view.TextTable;

/** A model's summary as a page for a person. */
public final class ModelView {
    private static final int NAME_COLUMN = 28;

    private final PrintStream out;
    private final Screen screen;
    private final int mostWeights;
    private final boolean everyOperator;

    /**
     * @param mostWeights how many constants to list, largest first
     * @param everyOperator whether to list the operators one by one, too
     */
    public ModelView(Console console, int mostWeights, boolean everyOperator) {
        out = console.out();
        screen = console.outScreen();
        this.mostWeights = mostWeights;
        this.everyOperator = everyOperator;
    }

    public void print(String file, long bytes, Model model, ModelSummary summary, List<Finding> findings) {
        out.println(Style.BOLD.on(screen, file) + "  " + Amounts.count(bytes) + " bytes"
                + (summary.description().isBlank() ? "" : ", " + Plain.of(summary.description())));
        out.println("  " + Amounts.count(summary.parameters()) + " parameters ("
                + types(summary) + "), " + Amounts.percent(summary.sparsity()) + " zeros, "
                + Amounts.count(summary.weightBytes()) + " bytes of constants, " + summary.tensors() + " tensors"
                + (summary.subgraphs() > 1 ? ", " + summary.subgraphs() + " subgraphs" : ""));
        ports("inputs", summary.inputs());
        ports("outputs", summary.outputs());
        for (Signature signature : model.signatures()) {
            wrap(
                    signature.key() + ": "
                            + String.join(", ", signature.inputs().keySet()) + " -> "
                            + String.join(", ", signature.outputs().keySet()),
                    "  signature  ");
        }
        if (!summary.metadata().isEmpty()) {
            wrap(String.join(", ", summary.metadata()), "  metadata   ");
        }
        operators(summary);
        if (everyOperator) {
            OperatorRows.print(model, out);
        }
        weights(summary);
        findings(summary, findings);
    }

    private void wrap(String text, String first) {
        Paragraph.wrap(text, screen.width(), first, " ".repeat(first.length())).forEach(out::println);
    }

    private static String types(ModelSummary summary) {
        return summary.weightTypes().isEmpty()
                ? "none"
                : summary.weightTypes().entrySet().stream()
                        .map(t -> word(t.getKey()) + " " + Amounts.count(t.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String word(TensorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void ports(String heading, List<PortSummary> ports) {
        out.println();
        var table = new TextTable(heading, "type", "shape", "quantization");
        for (PortSummary port : ports) {
            table.row(
                    shorten(port.name()),
                    word(port.type()),
                    shape(port.shape()),
                    port.quantization().map(ModelView::quantization).orElse(""));
        }
        table.print(out, screen, "  ");
    }

    static String shape(Shape shape) {
        return ModelDocument.dims(shape).stream()
                .map(d -> d.equals(-1L) ? "?" : d.toString())
                .collect(Collectors.joining("x", "[", "]"));
    }

    private static String quantization(Quantization quantization) {
        return quantization.isPerChannel()
                ? quantization.count() + " scales"
                : String.format(
                        Locale.ROOT, "scale %.6g, zero point %d", quantization.scale(0), quantization.zeroPoint(0));
    }

    private void operators(ModelSummary summary) {
        out.println();
        var table = new TextTable("operators", ">count");
        summary.operators().forEach((code, count) -> table.row(code, Integer.toString(count)));
        table.print(out, screen, "  ");
    }

    private void weights(ModelSummary summary) {
        if (summary.weights().isEmpty()) {
            return;
        }
        out.println();
        var table = new TextTable("constants", "type", "shape", ">bytes", ">zeros", ">distinct");
        for (TensorSummary weight :
                summary.weights().stream().limit(mostWeights).toList()) {
            table.row(
                    shorten(weight.name()),
                    word(weight.type()),
                    shape(weight.shape()),
                    Amounts.count(weight.bytes()),
                    weight.zeros()
                            .map(z -> String.format(Locale.ROOT, "%.1f %%", z * 100))
                            .orElse(""),
                    weight.distinct().isPresent()
                            ? Amounts.count(weight.distinct().getAsInt())
                            : weight.zeros().isPresent() ? ">65k" : "");
        }
        table.print(out, screen, "  ");
        if (summary.weights().size() > mostWeights) {
            out.println("  ... and " + (summary.weights().size() - mostWeights) + " more: --all lists them");
        }
    }

    private void findings(ModelSummary summary, List<Finding> findings) {
        if (findings.isEmpty() && summary.unknownFields().isEmpty()) {
            return;
        }
        out.println();
        for (Finding finding : findings) {
            wrap(finding.message(), finding.severity() == Finding.Severity.ERROR ? "  error    " : "  warning  ");
        }
        summary.unknownFields()
                .forEach(field -> wrap("holds a field beyond the known format: " + field, "  warning  "));
    }

    /** The end of a long name, which tells more than its beginning. */
    private static String shorten(String name) {
        return name.length() <= NAME_COLUMN ? name : "..." + name.substring(name.length() - NAME_COLUMN + 3);
    }
}
