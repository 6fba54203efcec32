package io.lapidary.evaluation.internal.explain.match;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;

/**
 * The packaged model beside the original, and what stands for what. Only the graph that the first signature calls is looked at.
 *
 * @param originalFile the model that the request came with
 * @param packagedFile what the package holds
 * @param original its graph
 * @param packaged its graph
 * @param match activations of the second to those of the first
 * @param operators of the packaged graph that compute with real numbers, in order of execution; no conversions
 */
public record ExplainedModel(
        ModelFile originalFile,
        ModelFile packagedFile,
        Subgraph original,
        Subgraph packaged,
        TensorMatch match,
        List<Operator> operators) {
    public static ExplainedModel read(ModelFile original, ModelFile packaged) throws IOException, LapidaryException {
        Subgraph before = called(TfliteReader.read(original.path()));
        Subgraph after = called(TfliteReader.read(packaged.path()));
        List<Operator> operators = after.operators().stream()
                .filter(operator -> !operator.isConversion())
                .filter(operator -> operator.outputs().stream().anyMatch(Conversions::isReal))
                .toList();
        return new ExplainedModel(original, packaged, before, after, TensorMatch.of(before, after), operators);
    }

    public static Subgraph called(Model model) {
        return model.signatures().isEmpty()
                ? model.main()
                : model.signatures().get(0).subgraph();
    }

    /** Whether the package has more operators with numbers in few bits than the original: otherwise there is nothing to explain. */
    public boolean isQuantized() {
        return count(packaged) > count(original);
    }

    private static long count(Subgraph graph) {
        return graph.operators().stream()
                .filter(operator -> !operator.isConversion())
                .filter(Conversions::isQuantized)
                .count();
    }

    /** What an operator's outputs stand for; empty unless that is known of all. */
    public Optional<List<Tensor>> outputs(Operator operator) {
        List<Tensor> outputs = operator.outputs().stream()
                .flatMap(output -> match.original(output).stream())
                .toList();
        return outputs.size() == operator.outputs().size() ? Optional.of(outputs) : Optional.empty();
    }

    /** What the original computes an operator of, by what the operator itself reads. */
    public Optional<FloatSlice> slice(Operator operator) {
        Set<Tensor> known = new LinkedHashSet<>();
        operator.inputs().stream()
                .filter(Conversions::isActivation)
                .flatMap(input -> match.original(input).stream())
                .forEach(known::add);
        return outputs(operator).flatMap(outputs -> FloatSlice.of(outputs, known));
    }

    /** Of the original's operators that one stands for, the one that has the weights: the last may be an activation function. */
    public Optional<Operator> maker(Operator operator) {
        return outputs(operator)
                .flatMap(outputs -> outputs.get(0).producer())
                .map(last -> slice(operator)
                        .flatMap(slice -> slice.operators().stream()
                                .filter(before -> before.type() == operator.type())
                                .findFirst())
                        .orElse(last));
    }

    /** An operator's identity. */
    public static String name(Operator operator) {
        return operator.output(0).map(Tensor::name).orElse("");
    }
}
