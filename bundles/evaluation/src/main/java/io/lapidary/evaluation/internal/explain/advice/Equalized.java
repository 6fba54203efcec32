package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/**
 * Channels between layers are scaled as the step equalize would scale them, and the weights around them; the activations between
 * get the range that follows.
 *
 * @param layers of the packaged model, to those of the original, whose weights are scaled
 * @param factors of the original's activations, by channel
 * @param ranges of activations between, after it
 * @param step to be put before
 */
record Equalized(
        ExplainedModel models,
        Map<Operator, Operator> layers,
        Map<Tensor, List<Double>> factors,
        Map<ScaleGroup, ValueInterval> ranges,
        String step)
        implements Change {
    @Override
    public String kind() {
        return Advice.EQUALIZE;
    }

    @Override
    public List<String> names() {
        return layers.keySet().stream().map(ExplainedModel::name).toList();
    }

    @Override
    public String what() {
        var all = List.copyOf(layers.keySet());
        String more = all.size() > 2 ? " and between " + (all.size() - 2) + " more layers" : "";
        return "Scale the channels between " + Change.name(all.get(0)) + " and " + Change.name(all.get(1)) + more;
    }

    @Override
    public Wish wish() {
        return Wish.step(step);
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException {
        PackagedCopy.write(models, file, this::rewrite);
    }

    private void rewrite(ModelEditor editor, Subgraph graph) {
        // Real numbers of biases are read before the ranges change the scales that they are stored by.
        var biases = new HashMap<Operator, double[]>();
        layers.forEach((read, before) ->
                biases.put(read, scaled(IntegerWeights.bias(graph.operator(read.index())), before)));
        ranges.forEach((group, range) -> group.rewrite(editor, graph, range));
        layers.forEach((read, before) -> {
            Operator own = graph.operator(read.index());
            Tensor weights = own.input(Linear.WEIGHTS).orElseThrow();
            boolean perChannel = weights.quantization().orElseThrow().count() > 1;
            IntegerWeights.write(editor, own, before, factors, perChannel, biases.get(read));
        });
    }

    private double[] scaled(double[] bias, Operator before) {
        List<Double> made = factors.getOrDefault(before.output(), List.of());
        for (int c = 0; c < bias.length && !made.isEmpty(); c++) {
            bias[c] *= made.get(c);
        }
        return bias;
    }
}
