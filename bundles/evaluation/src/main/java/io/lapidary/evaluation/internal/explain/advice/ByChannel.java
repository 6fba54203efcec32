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
import io.lapidary.evaluation.internal.explain.match.ConstantValues;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.evaluation.internal.explain.match.Rescaling;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

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
        return Linear.of(operator)
                .filter(linear -> linear.canRescale(operator))
                .filter(linear -> Conversions.isInteger(operator.output()))
                .flatMap(linear -> operator.input(Linear.WEIGHTS)
                        .filter(weights -> weights.isConstant()
                                && weights.type() == TensorType.INT8
                                && weights.consumers().size() == 1
                                && !weights.isSparse()
                                && weights.quantization()
                                        .filter(q -> q.count() == 1)
                                        .isPresent()
                                && weights.shape().rank() > linear.axis()
                                && weights.shape().dim(linear.axis()) > 1))
                .isPresent();
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
                        .flatMap(ConstantValues::of)
                        .isPresent());
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
        Model model = TfliteReader.read(models.packagedFile().path());
        ModelEditor editor = ModelEditor.of(model);
        Subgraph graph = model.subgraphs().get(models.packaged().index());
        operators.forEach((operator, before) -> rewrite(editor, graph.operator(operator.index()), before));
        editor.compact();
        TfliteWriter.write(model, file);
    }

    private void rewrite(ModelEditor editor, Operator operator, Operator before) {
        Linear linear = Linear.of(operator).orElseThrow();
        Tensor weights = operator.input(Linear.WEIGHTS).orElseThrow();
        ConstantValues exact = before.input(Linear.WEIGHTS)
                .flatMap(Conversions::constant)
                .flatMap(ConstantValues::of)
                .orElseThrow();
        var rescaling = Rescaling.of(before, weights.shape(), linear.axis(), factors);
        IntegerWeights.write(editor, operator, exact, rescaling, true, IntegerWeights.bias(operator));
    }
}
