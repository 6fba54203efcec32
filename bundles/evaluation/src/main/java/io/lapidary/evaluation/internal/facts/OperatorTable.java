package io.lapidary.evaluation.internal.facts;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;

/** Counts a model's operators by type, element types and place. */
public final class OperatorTable {
    private record Row(String name, String types, String unit, String reason) {}

    private OperatorTable() {}

    public static List<OperatorCount> of(Model model, List<OperatorPlacement> placements) {
        Map<Row, Integer> rows = new LinkedHashMap<>();
        for (OperatorPlacement placement : placements) {
            Operator operator = model.subgraphs().get(placement.subgraph()).operator(placement.operator());
            rows.merge(
                    new Row(placement.name(), OperatorTypes.of(operator), placement.unit(), placement.reason()),
                    1,
                    Integer::sum);
        }
        return rows.entrySet().stream()
                .map(e -> new OperatorCount(
                        e.getKey().name(),
                        e.getKey().types(),
                        e.getKey().unit(),
                        e.getValue(),
                        e.getKey().reason()))
                .sorted(Comparator.comparing(OperatorCount::name)
                        .thenComparing(OperatorCount::types)
                        .thenComparing(OperatorCount::unit)
                        .thenComparing(OperatorCount::reason))
                .toList();
    }
}
