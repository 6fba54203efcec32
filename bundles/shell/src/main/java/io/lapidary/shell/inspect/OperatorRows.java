package io.lapidary.shell.inspect;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.shell.view.Screen;
import io.lapidary.shell.view.TextTable;

/** Every operator in the order of execution, by the position and the names that parameters of techniques take. */
final class OperatorRows {
    private OperatorRows() {}

    /** Names stand whole, so that they can be copied. */
    static void print(Model model, PrintStream out) {
        boolean several = model.subgraphs().size() > 1;
        for (Subgraph graph : model.subgraphs()) {
            out.println();
            String heading = several ? "operators of subgraph " + graph.index() : "operators in order";
            out.println("  " + heading + ": position, type, type and shape of outputs, names of outputs");
            var table = new TextTable(">", "", "", "");
            for (Operator operator : graph.operators()) {
                table.row(
                        Integer.toString(operator.index()),
                        operator.title(),
                        operator.outputs().stream().map(OperatorRows::kind).collect(Collectors.joining(", ")),
                        operator.outputs().stream().map(Tensor::name).collect(Collectors.joining(" | ")));
            }
            table.lines(Screen.PLAIN, "  ").forEach(out::println);
        }
    }

    static List<Map<String, Object>> document(Model model) {
        var rows = new ArrayList<Map<String, Object>>();
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                var row = new LinkedHashMap<String, Object>();
                row.put("subgraph", graph.index());
                row.put("position", operator.index());
                row.put("operator", operator.title());
                row.put("inputs", operator.inputs().stream().map(Tensor::name).toList());
                row.put("outputs", operator.outputs().stream().map(Tensor::name).toList());
                rows.add(row);
            }
        }
        return rows;
    }

    private static String kind(Tensor tensor) {
        return tensor.type().name().toLowerCase(Locale.ROOT) + ModelView.shape(tensor.shapeSignature());
    }
}
