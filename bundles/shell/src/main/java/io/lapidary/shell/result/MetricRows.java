package io.lapidary.shell.result;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.lapidary.events.EvaluationInfo;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.TextTable;

/** The task's metrics, a row each, first the one that constraints mean. */
final class MetricRows {
    static final String AGREEMENT = "agreement";

    private static final Map<String, String> NAMES = Map.of("top1", "top-1 accuracy", "top5", "top-5 accuracy");

    private final EvaluationInfo evaluation;

    MetricRows(EvaluationInfo evaluation) {
        this.evaluation = evaluation;
    }

    /** Of the original, of the result, and the change. */
    void compare(TextTable table) {
        for (String id : ids()) {
            double value = evaluation.getResult().getMetrics().get(id);
            Double old = evaluation.getOriginal().getMetrics().get(id);
            table.row(
                    name(id),
                    old == null ? "" : text(id, old),
                    text(id, value),
                    old == null ? "" : change(id, old, value));
        }
    }

    /** Of the result alone. */
    void list(TextTable table) {
        ids().forEach(id ->
                table.row(name(id), text(id, evaluation.getResult().getMetrics().get(id))));
    }

    private List<String> ids() {
        return evaluation.getResult().getMetrics().keySet().stream()
                .filter(id -> !id.equals(AGREEMENT))
                .sorted(Comparator.comparing((String id) -> !id.equals(evaluation.getPrimaryMetric()))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static String name(String id) {
        return NAMES.getOrDefault(id, id);
    }

    private static String text(String id, double value) {
        return NAMES.containsKey(id) ? Amounts.percent(value) : Amounts.three(value);
    }

    private static String change(String id, double before, double after) {
        return NAMES.containsKey(id) ? Amounts.points(before, after) : Amounts.change(before, after);
    }
}
