package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** All int8 weights that have one scale get one for each output channel, from the original's numbers. */
final class ByChannel implements Change {
    private final ExplainedModel models;
    private final Map<Tensor, List<Double>> factors;
    /** To those of the original. */
    private final Map<Operator, Operator> operators;

    private ByChannel(ExplainedModel models, Map<Tensor, List<Double>> factors, Map<Operator, Operator> operators) {
        this.models = models;
        this.factors = factors;
        this.operators = operators;
    }

    /** @return empty where no operator's weights could be had so */
    static Optional<Change> of(ExplainedModel models, Map<Tensor, List<Double>> factors) {
        var operators = new LinkedHashMap<Operator, Operator>();
        for (Operator operator : models.operators()) {
            if (isCoarse(operator)) {
                original(models, operator).ifPresent(before -> operators.put(operator, before));
            }
        }
        return operators.isEmpty() ? Optional.empty() : Optional.of(new ByChannel(models, factors, operators));
    }

    private static boolean isCoarse(Operator operator) {
        if (!IntegerWeights.canWrite(operator) || !Conversions.isInteger(operator.output())) {
            return false;
        }
        int axis = Linear.of(operator).orElseThrow().axis();
        Tensor weights = operator.input(Linear.WEIGHTS).orElseThrow();
        return weights.quantization().orElseThrow().count() == 1
                && weights.shape().rank() > axis
                && weights.shape().dim(axis) > 1;
    }

    private static Optional<Operator> original(ExplainedModel models, Operator operator) {
        Tensor weights = operator.input(Linear.WEIGHTS).orElseThrow();
        return models.slice(operator)
                .flatMap(slice -> slice.operators().stream()
                        .filter(before -> before.type() == operator.type())
                        .findFirst())
                .filter(before -> before.input(Linear.WEIGHTS)
                        .flatMap(Conversions::constant)
                        .filter(exact -> exact.shape().equals(weights.shape()))
                        .isPresent())
                .filter(before -> IntegerWeights.exact(before).isPresent());
    }

    @Override
    public String kind() {
        return Advice.PER_CHANNEL;
    }

    @Override
    public List<String> names() {
        return operators.keySet().stream().map(ExplainedModel::name).toList();
    }

    @Override
    public String what() {
        var all = new ArrayList<>(operators.keySet());
        String more = all.size() > 1 ? " and " + (all.size() - 1) + " more" : "";
        return "Give the weights of " + Change.name(all.get(0)) + more + " a scale for each channel";
    }

    @Override
    public Wish wish() {
        return Wish.parameter("per_channel", "true");
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException {
        PackagedCopy.write(
                models,
                file,
                (editor, graph) -> operators.forEach((operator, before) -> {
                    Operator own = graph.operator(operator.index());
                    IntegerWeights.write(editor, own, before, factors, true, IntegerWeights.bias(own));
                }));
    }
}
