package io.lapidary.worker.internal.job;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TensorNames;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Names an operator and a tensor by which a person sees that a model is quantized already. */
final class QuantizedPart {
    /** Types of biases and indices, which tell nothing of weights. */
    private static final Set<TensorType> OTHERS = Set.of(TensorType.INT32, TensorType.INT64);

    private QuantizedPart() {}

    /** The complaint with what it rests on. */
    static LapidaryException named(LapidaryException complaint, Model model) {
        String seen =
                find(model).map(part -> " It is quantized already: " + part).orElse(" It computes nothing in float32.");
        return new LapidaryException(complaint.code(), complaint.getMessage() + seen, complaint.remedy(), complaint);
    }

    private static Optional<String> find(Model model) {
        return operators(model)
                .flatMap(operator -> operator.inputs().stream()
                        .filter(input -> input.isConstant() && input.shape().rank() >= 2 && tells(input))
                        .map(weights -> named(operator) + " has the weights '" + TensorNames.brief(weights.name())
                                + "' of type " + weights.type() + "."))
                .findFirst()
                .or(() -> operators(model)
                        .flatMap(operator -> operator.outputs().stream()
                                .filter(QuantizedPart::tells)
                                .map(output -> named(operator) + " computes in " + output.type() + "."))
                        .findFirst());
    }

    private static String named(Operator operator) {
        return operator.title()
                + operator.output(0)
                        .map(output -> " '" + TensorNames.brief(output.name()) + "'")
                        .orElse("");
    }

    private static Stream<Operator> operators(Model model) {
        return model.subgraphs().stream().flatMap(graph -> graph.operators().stream());
    }

    private static boolean tells(Tensor tensor) {
        return tensor.isQuantized() && !OTHERS.contains(tensor.type());
    }
}
