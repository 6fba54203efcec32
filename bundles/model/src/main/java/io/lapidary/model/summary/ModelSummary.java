package io.lapidary.model.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.lapidary.model.Buffer;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.UnknownField;

/**
 * What a model consists of.
 *
 * @param description what the file says about itself
 * @param subgraphs number of subgraphs
 * @param operators operators with their versions ({@code CONV_2D v3}), over all subgraphs, and how many of each
 * @param inputs inputs of the main subgraph
 * @param outputs outputs of the main subgraph
 * @param signatures keys of the signatures
 * @param metadata names of the metadata entries
 * @param tensors number of tensors over all subgraphs
 * @param weights constant tensors, largest first; a buffer that several share is there once
 * @param parameters number of weight elements: constants of floating or quantized types, and biases
 * @param weightBytes bytes of all constants
 * @param sparsity share of zeros among the parameters, 0 to 1
 * @param weightTypes parameters by type
 * @param unknownFields what the file holds beyond the known format
 */
public record ModelSummary(
        String description,
        int subgraphs,
        Map<String, Integer> operators,
        List<PortSummary> inputs,
        List<PortSummary> outputs,
        List<String> signatures,
        List<String> metadata,
        int tensors,
        List<TensorSummary> weights,
        long parameters,
        long weightBytes,
        double sparsity,
        Map<TensorType, Long> weightTypes,
        List<UnknownField> unknownFields) {

    /** Reads every weight once. */
    public static ModelSummary of(Model model) {
        var weights = weights(model);
        long parameters = 0;
        double zeros = 0;
        Map<TensorType, Long> types = new EnumMap<>(TensorType.class);
        for (Weight weight : weights) {
            var summary = weight.summary();
            if (weight.parameter()) {
                parameters += summary.elements();
                zeros += summary.zeros().orElse(0.0) * summary.elements();
                types.merge(summary.type(), summary.elements(), Long::sum);
            }
        }
        return new ModelSummary(
                model.description(),
                model.subgraphs().size(),
                operators(model),
                model.main().inputs().stream().map(PortSummary::of).toList(),
                model.main().outputs().stream().map(PortSummary::of).toList(),
                model.signatures().stream().map(Signature::key).toList(),
                model.metadataNames(),
                model.subgraphs().stream()
                        .mapToInt(graph -> graph.tensors().size())
                        .sum(),
                weights.stream().map(Weight::summary).toList(),
                parameters,
                weights.stream().mapToLong(weight -> weight.summary().bytes()).sum(),
                parameters == 0 ? 0 : zeros / parameters,
                types,
                model.unknownFields());
    }

    private record Weight(TensorSummary summary, boolean parameter) {}

    private static Map<String, Integer> operators(Model model) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Subgraph graph : model.subgraphs()) {
            graph.operators().forEach(operator -> counts.merge(operator.code().toString(), 1, Integer::sum));
        }
        return counts;
    }

    private static List<Weight> weights(Model model) {
        Set<Buffer> seen = new HashSet<>();
        var weights = new ArrayList<Weight>();
        for (Subgraph graph : model.subgraphs()) {
            for (Tensor tensor : graph.tensors()) {
                if (tensor.isConstant() && seen.add(tensor.buffer())) {
                    weights.add(new Weight(WeightScan.summarize(tensor), isParameter(tensor)));
                }
            }
        }
        weights.sort(
                Comparator.comparingLong((Weight weight) -> -weight.summary().bytes()));
        return weights;
    }

    /** Shapes, axes and the like are integers without a scale; biases have one, or add to something that does. */
    private static boolean isParameter(Tensor tensor) {
        return tensor.type().isFloating()
                || tensor.isQuantized()
                || tensor.type().isInteger() && tensor.consumers().stream().anyMatch(ModelSummary::isQuantizedOperator);
    }

    private static boolean isQuantizedOperator(Operator operator) {
        return switch (operator.type()) {
            case CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, TRANSPOSE_CONV ->
                operator.outputs().stream().anyMatch(Tensor::isQuantized);
            default -> false;
        };
    }
}
