package io.lapidary.evaluation.internal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Counts a model's operators by type, element types and place. */
final class OperatorTable {
    private record Row(String name, String types, String unit, String reason) {}

    private OperatorTable() {}

    static List<OperatorCount> of(Model model, List<OperatorPlacement> placements) {
        Map<Row, Integer> rows = new LinkedHashMap<>();
        for (OperatorPlacement placement : placements) {
            Operator operator = model.subgraphs().get(placement.subgraph()).operator(placement.operator());
            rows.merge(
                    new Row(placement.name(), types(operator), placement.unit(), placement.reason()), 1, Integer::sum);
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

    /** Of its data, and after an x of its weights, if it has weights. */
    static String types(Operator operator) {
        Optional<TensorType> data = operator.inputs().stream()
                .filter(tensor -> weight(tensor).isEmpty() && !tensor.isConstant())
                .map(Tensor::type)
                .findFirst()
                .or(() -> operator.outputs().stream().map(Tensor::type).findFirst())
                .or(() -> operator.inputs().stream().map(Tensor::type).findFirst());
        Optional<TensorType> weights = operator.inputs().stream()
                .flatMap(tensor -> weight(tensor).stream())
                .max(Comparator.comparingLong(
                        tensor -> tensor.buffer().content().size()))
                .map(Tensor::type);
        String first = data.map(OperatorTable::word).orElse("");
        return weights.map(type -> first + " x " + word(type)).orElse(first);
    }

    /** The constant behind an input: itself, or what a DEQUANTIZE makes it of; not the integers that are shapes, axes and the like. */
    private static Optional<Tensor> weight(Tensor tensor) {
        Optional<Tensor> source = tensor.isConstant()
                ? Optional.of(tensor)
                : tensor.producer()
                        .filter(producer -> producer.type() == BuiltinOperator.DEQUANTIZE)
                        .flatMap(producer -> producer.input(0))
                        .filter(Tensor::isConstant);
        return source.filter(constant -> constant.type().isFloating() || constant.isQuantized());
    }

    private static String word(TensorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
